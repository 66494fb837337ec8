"""Adds letters of the languages of Vietnam to the four faces, behind the glyphs that they have: those keep their numbers, so that pages which use no others keep their bytes.

    python extend.py FOLDER_OF_LIBERATION_SERIF_2.1.5 (needs fonttools)
"""

import sys
from pathlib import Path

from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

# b with stroke; a, i, o, u with caron; apostrophes that are letters; marks.
LETTERS = [0x180, 0x243, *range(0x1CD, 0x1D5), 0x2BB, 0x2BC, 0x304, 0x307, 0x308, 0x30C, 0x331, 0x2032]


def extend(ours: Path, theirs: Path) -> None:
    font = TTFont(ours, recalcBBoxes=False, recalcTimestamp=False)
    source = TTFont(theirs)
    names, drawn = source.getBestCmap(), source.getGlyphSet()
    order = font.getGlyphOrder()
    for letter in LETTERS:
        if letter in font.getBestCmap():
            continue
        name = names[letter]
        pen = TTGlyphPen(None)
        drawn[name].draw(Whole(pen, drawn))
        glyph = pen.glyph()
        glyph.recalcBounds(font["glyf"])
        order = [*order, name]
        font.setGlyphOrder(order)
        font["glyf"][name] = glyph
        font["hmtx"][name] = source["hmtx"][name]
        for table in font["cmap"].tables:
            table.cmap[letter] = name
        if 0x300 <= letter < 0x370:
            font["GDEF"].table.GlyphClassDef.classDefs[name] = 3
    font.save(ours)


class Whole:
    """Draws composed glyphs as what they are composed of."""

    def __init__(self, pen, glyphs):
        from fontTools.pens.recordingPen import DecomposingRecordingPen

        self.pen, self.recorder = pen, DecomposingRecordingPen(glyphs)

    def __getattr__(self, name):
        return getattr(self.pen, name)

    def addComponent(self, name, transform):
        from fontTools.pens.recordingPen import DecomposingRecordingPen
        from fontTools.pens.transformPen import TransformPen

        glyphs = self.recorder.glyphSet
        recorder = DecomposingRecordingPen(glyphs)
        glyphs[name].draw(recorder)
        recorder.replay(TransformPen(self.pen, transform))


if __name__ == "__main__":
    here, there = Path(__file__).parent, Path(sys.argv[1])
    for face in ["Regular", "Bold", "Italic", "BoldItalic"]:
        extend(here / f"BanGiaoSerif-{face}.ttf", there / f"LiberationSerif-{face}.ttf")
