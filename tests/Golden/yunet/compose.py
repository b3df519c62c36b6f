"""Composes the picture of this golden set, 320 x 320 RGB without a header, from a public-domain portrait.

    /usr/bin/python3 compose.py picture.rgb        (Debian's python3-skimage and python3-opencv)

Three copies of the face, taken whole, every second and every third pixel (mirrored), so that no resizing is involved.
"""

import pathlib
import sys

import cv2
import numpy
import skimage

portrait = cv2.imread(str(pathlib.Path(skimage.__file__).parent / "data" / "astronaut.png"))[:, :, ::-1]
picture = numpy.zeros((320, 320, 3), numpy.uint8)
picture[:, :160] = portrait[0:320, 150:310]
picture[:160, 160:] = portrait[0:320:2, 80:400:2]
picture[160:, 160:] = portrait[0:480:3, 0:480:3][:, ::-1]
picture.tofile(sys.argv[1])
