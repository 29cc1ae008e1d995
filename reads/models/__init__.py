from reads.models.camera import Camera
from reads.models.correction import Correction
from reads.models.frame import Frame
from reads.models.read import Read

__all__ = ["Camera", "Correction", "Frame", "Read"]
