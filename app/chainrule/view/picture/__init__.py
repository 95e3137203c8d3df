"""Pictures without a browser: the page's picture of a scene at any step, as SVG, drawn from the same answer."""

from chainrule.view.picture.outlines import read_outlines
from chainrule.view.picture.png import NoPixels, png
from chainrule.view.picture.scene import Scene, read_scene
from chainrule.view.picture.svg import draw, inset

__all__ = ["NoPixels", "Scene", "draw", "inset", "png", "read_outlines", "read_scene"]
