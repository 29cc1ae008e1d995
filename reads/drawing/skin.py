"""The painted body of a vehicle."""

import cv2
import numpy as np

from reads.drawing.canvas import Canvas
from reads.drawing.paint import shaded
from reads.drawing.placed import Placed


def draw_skin(canvas: Canvas, car: Placed) -> None:
    """The painted body: each small quadrangle of its skin that faces the camera, the farthest first."""
    mesh = car.shape.mesh()
    levels, around = mesh.shape[:2]
    world = car.world(mesh.reshape(-1, 3))
    seen = canvas.seen(world)
    flat = canvas.flat(seen).reshape(levels, around, 2)
    grid = world.reshape(levels, around, 3)
    along = np.gradient(grid, axis=1)
    upward = np.gradient(grid, axis=0)
    normals = np.cross(along, upward)
    normals /= np.linalg.norm(normals, axis=2, keepdims=True) + 1e-9
    middle = (grid[:-1, :-1] + grid[1:, 1:]) / 2
    if (
        (normals[levels // 2, around // 2])
        @ (car.world(np.array([[0.0, 0, -1]]))[0] - car.world(np.zeros((1, 3)))[0])
    ) < 0:
        normals = -normals
    facet = (normals[:-1, :-1] + normals[1:, 1:] + normals[1:, :-1] + normals[:-1, 1:]).reshape(-1, 3)
    facet /= np.linalg.norm(facet, axis=1, keepdims=True) + 1e-9
    views = (middle - canvas.eye).reshape(-1, 3)
    distance = np.linalg.norm(views, axis=1)
    views /= distance[:, None]
    colours = shaded(car.vehicle.colour, facet, views, middle.reshape(-1, 3)[:, 1], car.vehicle.dirt)
    quads = np.stack([flat[:-1, :-1], flat[:-1, 1:], flat[1:, 1:], flat[1:, :-1]], axis=2).reshape(-1, 4, 2)
    quads = np.clip(quads, -20_000, 20_000).round().astype(np.int32)
    ahead = seen[:, 2].reshape(levels, around)
    near = np.minimum(ahead[:-1, :-1], ahead[1:, 1:]).ravel()
    shown = np.flatnonzero(((facet * views).sum(axis=1) < 0.12) & (near > 0.3))
    for index in shown[np.argsort(-distance[shown], kind="stable")]:
        cv2.fillConvexPoly(canvas.pixels, quads[index], colours[index].tolist())
    top = grid[-1]
    light = shaded(
        car.vehicle.colour,
        np.array([[0.0, 1, 0]]),
        (top.mean(axis=0) - canvas.eye)[None] / 5,
        np.array([1.5]),
        car.vehicle.dirt,
    )[0]
    if canvas.eye[1] > top[0, 1]:
        canvas.fill(top, tuple(light.tolist()))
