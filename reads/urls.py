from django.urls import path

from reads.views import frames, pictures, reads

app_name = "reads"

urlpatterns = [
    path("frames/", frames.frames, name="frames"),
    path("frames/upload", frames.upload, name="upload"),
    path("frames/upload/progress", frames.upload_progress, name="upload-progress"),
    path("frames/<uuid:uid>", frames.frame, name="frame"),
    path("frames/<uuid:uid>/retry", frames.retry, name="frame-retry"),
    path("frames/<uuid:uid>/image.jpg", pictures.frame_image, name="frame-image"),
    path("frames/<uuid:uid>/thumbnail.jpg", pictures.frame_thumbnail, name="frame-thumbnail"),
    path("reads/", reads.search, name="search"),
    path("reads/<uuid:uid>", reads.read, name="read"),
    path("reads/<uuid:uid>/crop.jpg", pictures.crop, name="crop"),
    path("reads/<uuid:uid>/correct", reads.correct, name="correct"),
    path("reads/<uuid:uid>/corrections/<int:pk>/undo", reads.undo_correction, name="undo-correction"),
]
