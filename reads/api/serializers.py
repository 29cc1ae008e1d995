"""What programs get: each field named, none by default."""

from rest_framework import serializers

from reads.models import Frame, Read


class ReadAnswer(serializers.ModelSerializer):
    """A plate read. `box` is [x, y, width, height] in pixels of the upright frame."""

    id = serializers.UUIDField(source="uid")
    frame = serializers.UUIDField(source="frame.uid")
    camera = serializers.SlugField(source="camera.code")
    box = serializers.SerializerMethodField()

    class Meta:
        model = Read
        fields = [
            "id",
            "frame",
            "camera",
            "received_at",
            "observed",
            "plate",
            "region",
            "confidence",
            "box",
            "engine",
            "engine_version",
        ]

    def get_box(self, read: Read) -> list[int]:
        return [read.box_x, read.box_y, read.box_w, read.box_h]


class FrameAnswer(serializers.ModelSerializer):
    """A frame and how far reading it has come."""

    id = serializers.UUIDField(source="uid")
    camera = serializers.SlugField(source="camera.code")
    reads = ReadAnswer(many=True)

    class Meta:
        model = Frame
        fields = [
            "id",
            "camera",
            "received_at",
            "camera_time",
            "sha256",
            "width",
            "height",
            "state",
            "failure",
            "reads",
        ]
