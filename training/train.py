"""Trains the line recogniser on what lines.py drew and writes its weights for ocr/recognise.

    python training/train.py --data DIR --valid DIR --minutes 90 --out lines.bin [--from checkpoint.pt]

The learning rate follows the clock, so that a run ends when it was told to. README.md beside this file gives
the commands the weights in the repository were made with.
"""
import argparse
import glob
import math
import os
import random
import struct
import time

import cv2
import numpy as np
import torch
from torch import nn
import torch.nn.functional as F

from lines import ALPHABET, HEIGHT

CLASSES = 3
INDEX = {c: i + 1 for i, c in enumerate(ALPHABET)}  # 0 is CTC's blank


def unit(a, b, kernel, stride=(1, 1), pad=(1, 1)):
    return nn.Sequential(nn.Conv2d(a, b, kernel, stride, pad, bias=False), nn.BatchNorm2d(b), nn.ReLU(inplace=True))


class Net(nn.Module):
    """A picture of 32 rows becomes a column of features for each 4 columns; none depends on more than about 100
    columns around it."""

    def __init__(self, wide=160):
        super().__init__()
        self.c1 = unit(1, 24, (3, 3), (2, 2))
        self.c2 = unit(24, 32, (3, 3))
        self.c3 = unit(32, 64, (3, 3))
        self.c4 = unit(64, 96, (3, 3))
        self.c5 = unit(96, wide, (4, 3), pad=(0, 1))
        self.r = nn.ModuleList([nn.Sequential(nn.Conv1d(wide, wide, 5, padding=2, bias=False), nn.BatchNorm1d(wide)) for _ in range(3)])
        self.out = nn.Conv1d(wide, len(ALPHABET) + 1, 1)
        self.kind = nn.Linear(wide, CLASSES)
        self.drop = nn.Dropout(0.1)

    def forward(self, x):
        x = F.max_pool2d(self.c2(self.c1(x)), 2)
        x = F.max_pool2d(self.c3(x), (2, 1))
        x = self.c5(self.c4(x)).squeeze(2)
        for r in self.r:
            x = x + F.relu(r(x))
        return self.out(self.drop(x)), self.kind(x.mean(2))


class Data:
    def __init__(self, folder):
        self.folder, self.seen = folder, set()
        self.lines, self.texts, self.kinds = [], [], []
        self.look()

    def look(self):
        for p in sorted(glob.glob(os.path.join(self.folder, "lines*.npz"))):
            if p in self.seen:
                continue
            self.seen.add(p)
            d = np.load(p)
            pixels, at = d["pixels"], 0
            for w, t, k in zip(d["widths"], d["texts"], d["kinds"]):
                self.lines.append(pixels[at:at + w * HEIGHT].reshape(w, HEIGHT).T)
                self.texts.append(str(t))
                self.kinds.append(int(k))
                at += w * HEIGHT

    def batches(self, size, rng):
        order = list(range(len(self.lines)))
        rng.shuffle(order)
        for at in range(0, len(order) - size * 20 + 1, size * 20):
            part = sorted(order[at:at + size * 20], key=lambda i: self.lines[i].shape[1])
            groups = [part[i:i + size] for i in range(0, len(part), size)]
            rng.shuffle(groups)
            yield from groups


def vary(line, r):
    """What a picture may have beside what it was drawn with."""
    x = line.astype(np.float32)
    if r.random() < 0.5:
        x = np.roll(x, r.randint(-2, 2), axis=0)
    if r.random() < 0.3:
        w = max(8, int(x.shape[1] * r.uniform(0.88, 1.14)))
        at = np.linspace(0, x.shape[1] - 1, w)
        x = x[:, at.astype(np.int32)]
    if r.random() < 0.4:
        x = 255 - (255 - x) * r.uniform(0.5, 1.3)
    if r.random() < 0.3:
        x = x + np.random.normal(0, r.uniform(2, 14), x.shape)
    if r.random() < 0.15:
        a = r.randrange(max(x.shape[1] - 4, 1))
        x[r.randrange(HEIGHT):, a:a + r.randint(1, 4)] = r.choice([0, 255])
    return np.clip(x, 0, 255)


def stretched(line):
    """As ocr/recognise stretches a line before the network sees it, so that strokes stand equally close."""
    dark = line < (np.percentile(line, 3) + np.percentile(line, 90)) / 2
    columns = np.where(dark.any(0))[0]
    if len(columns) == 0 or columns[-1] - columns[0] + 1 < HEIGHT:
        return line
    strokes = np.sort((dark[:, 1:] & ~dark[:, :-1]).sum(1) + dark[:, 0])
    factor = min(max(strokes[HEIGHT // 2:].mean() * HEIGHT / (columns[-1] - columns[0] + 1) / 2.2, 0.75), 3)
    wide = max(int(line.shape[1] * factor) // 4 * 4, 4)
    return cv2.resize(np.ascontiguousarray(line), (wide, HEIGHT), interpolation=cv2.INTER_LINEAR)


def normal(x):
    """From black on white to a mean paper of 0 and ink of 1."""
    return (255 - x) / 255


def pack(data, ids, rng=None):
    rows = [normal(vary(stretched(data.lines[i]), rng) if rng else stretched(data.lines[i]).astype(np.float32)) for i in ids]
    widest = max(max(x.shape[1] for x in rows), 32)
    widest += -widest % 4
    batch = np.zeros((len(rows), 1, HEIGHT, widest), np.float32)
    for n, x in enumerate(rows):
        # beyond a line is paper of its own tone
        batch[n, 0] = np.median(x)
        batch[n, 0, :, :x.shape[1]] = x
    lengths = torch.tensor([(x.shape[1] + 3) // 4 for x in rows])
    labels = [[INDEX[c] for c in data.texts[i]] for i in ids]
    return torch.from_numpy(batch), lengths, labels, torch.tensor([data.kinds[i] for i in ids])


def distance(a, b):
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        before, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (x != y))
    return row[-1]


def spelled(best):
    out, last = [], 0
    for k in best:
        if k != last and k:
            out.append(ALPHABET[k - 1])
        last = k
    return "".join(out)


def measure(net, data, most=2500):
    net.eval()
    wrong, chars, exact, number, kinds = [0] * 3, [0] * 3, [0] * 3, [0] * 3, 0
    with torch.no_grad():
        ids = sorted(range(min(most, len(data.lines))), key=lambda i: data.lines[i].shape[1])
        for at in range(0, len(ids), 50):
            part = ids[at:at + 50]
            x, lengths, _, kind = pack(data, part)
            y, k = net(x)
            kinds += int((k.argmax(1) == kind).sum())
            best = y.argmax(1)
            for n, i in enumerate(part):
                text, c = spelled(best[n, :lengths[n]].tolist()), data.kinds[i]
                d = distance(text, data.texts[i])
                wrong[c] += d
                chars[c] += len(data.texts[i])
                exact[c] += d == 0
                number[c] += 1
    net.train()
    return " ".join("%s %.2f%% wrong, %.1f%% exact;" % (name, 100 * wrong[c] / max(chars[c], 1), 100 * exact[c] / max(number[c], 1)) for c, name in enumerate(["hand", "needle", "typed"])) + " kind %.1f%%" % (100 * kinds / len(ids))


def folded(conv, bn):
    scale = bn.weight / torch.sqrt(bn.running_var + bn.eps)
    return conv.weight * scale.reshape(-1, *[1] * (conv.weight.dim() - 1)), bn.bias - bn.running_mean * scale


def write(net, path):
    """Weights as float16, little endian: for each layer its shape (out, in, rows, columns), weights, biases."""
    net.eval()
    layers = [folded(c[0], c[1]) for c in (net.c1, net.c2, net.c3, net.c4, net.c5)]
    layers += [folded(r[0], r[1]) for r in net.r]
    layers += [(net.out.weight, net.out.bias), (net.kind.weight, net.kind.bias)]
    with open(path, "wb") as f:
        f.write(b"PRL1")
        letters = ALPHABET.encode()
        f.write(struct.pack("<H", len(letters)) + letters)
        f.write(struct.pack("<H", len(layers)))
        for w, b in layers:
            w = w.detach()
            shape = list(w.shape)
            shape = shape[:2] + [1] * (4 - len(shape)) + shape[2:]
            f.write(struct.pack("<4H", *shape))
            f.write(w.numpy().astype("<f2").tobytes())
            f.write(b.detach().numpy().astype("<f2").tobytes())
    net.train()


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--data", required=True)
    p.add_argument("--valid", required=True)
    p.add_argument("--out", required=True)
    p.add_argument("--minutes", type=float, default=90)
    p.add_argument("--batch", type=int, default=48)
    p.add_argument("--rate", type=float, default=2e-3)
    p.add_argument("--from", dest="start")
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--threads", type=int, default=2)
    o = p.parse_args()
    torch.set_num_threads(o.threads)
    cv2.setNumThreads(1)
    torch.manual_seed(o.seed)
    np.random.seed(o.seed)
    rng = random.Random(o.seed)
    data, valid = Data(o.data), Data(o.valid)
    net, mean = Net(), Net()
    if o.start:
        net.load_state_dict(torch.load(o.start))
    mean.load_state_dict(net.state_dict())
    print(sum(x.numel() for x in net.parameters()), "weights,", len(data.lines), "lines", flush=True)
    opt = torch.optim.AdamW(net.parameters(), lr=o.rate, weight_decay=0.01)
    begun, saved, step, seen, sums = time.time(), time.time(), 0, 0, [0.0, 0.0]
    done = False
    while not done:
        data.look()
        for ids in data.batches(o.batch, rng):
            part = (time.time() - begun) / (60 * o.minutes)
            if part >= 1:
                done = True
                break
            rate = o.rate * min(1, (step + 1) / 300) * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * part)))
            for g in opt.param_groups:
                g["lr"] = rate
            x, lengths, labels, kind = pack(data, ids, rng)
            y, k = net(x)
            logs = F.log_softmax(y, 1).permute(2, 0, 1)
            ctc = F.ctc_loss(logs, torch.tensor(sum(labels, [])), lengths, torch.tensor([len(l) for l in labels]), zero_infinity=True)
            loss = ctc + 0.1 * F.cross_entropy(k, kind)
            opt.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 2.0)
            opt.step()
            step, seen = step + 1, seen + len(ids)
            keep = min(0.998, step / (step + 20))
            with torch.no_grad():
                for a, b in zip(mean.state_dict().values(), net.state_dict().values()):
                    if a.dtype.is_floating_point:
                        a.mul_(keep).add_(b, alpha=1 - keep)
            sums[0] += float(ctc.detach())
            sums[1] += 1
            if step % 200 == 0:
                print("%5.1f min, step %d, %d lines of %d, loss %.3f" % ((time.time() - begun) / 60, step, seen, len(data.lines), sums[0] / sums[1]), flush=True)
                sums = [0.0, 0.0]
            if time.time() - saved > 300:
                saved = time.time()
                torch.save(mean.state_dict(), o.out + ".pt")
                write(mean, o.out)
                print(measure(mean, valid, 1200), flush=True)
    torch.save(mean.state_dict(), o.out + ".pt")
    write(mean, o.out)
    print("end:", measure(mean, valid), flush=True)


if __name__ == "__main__":
    main()
