from reads.models.announcement import Announcement
from reads.models.camera import Camera
from reads.models.correction import Correction
from reads.models.frame import Frame
from reads.models.read import Read

__all__ = ["Announcement", "Camera", "Correction", "Frame", "Read"]
