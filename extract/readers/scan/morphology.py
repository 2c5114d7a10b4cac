"""Shapes of ink along rows and columns (Serra 1982): what is filled when gaps are closed, what is left when short runs are taken away.

All on images of ink 255 and paper 0; with Pillow's C functions alone, in steps that double.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image


def opened(ink: Image, length: int, is_level: bool) -> Image:
    """What is left of the ink when runs shorter than `length` pixels along the rows (or the columns) are taken away."""
    from PIL import ImageChops

    return _swept(_swept(ink, length, ImageChops.darker, 1, is_level), length, ImageChops.lighter, -1, is_level)


def closed(ink: Image, gap: int) -> Image:
    """The ink with gaps along the rows filled up to that many pixels."""
    from PIL import ImageChops

    return _swept(_swept(ink, gap, ImageChops.lighter, -1, True), gap, ImageChops.darker, 1, True)


def bridged(ink: Image, is_level: bool) -> Image:
    """The ink with gaps of one pixel filled."""
    from PIL import ImageChops

    before, after = (ImageChops.offset(ink, by if is_level else 0, 0 if is_level else by) for by in (1, -1))
    return ImageChops.lighter(ink, ImageChops.darker(before, after))


def lightest(image: Image, size: int) -> Image:
    """Each pixel as light as the lightest of the square of that many pixels around it."""
    from PIL import ImageChops

    for is_level in (True, False):
        image = _swept(image, size, ImageChops.lighter, -1, is_level)
    return ImageChops.offset(image, size // 2, size // 2)


def area(ink: Image) -> int:
    return ink.histogram()[255]


def _swept(ink: Image, length: int, combine: Callable[[Image, Image], Image], sign: int, is_level: bool) -> Image:
    """Each pixel combined with the next `length - 1` ones."""
    from PIL import ImageChops

    done = 1
    while done < length:
        step = min(done, length - done)
        ink = combine(ink, ImageChops.offset(ink, sign * step if is_level else 0, 0 if is_level else sign * step))
        done += step
    return ink
