"""Writes tables that are compressed inside FITS (standard 4.0, section 10.3), in tiles of any length."""

import gzip
from collections.abc import Mapping

import numpy as np
from astropy.io import fits
from numpy.typing import NDArray


def packed_table(hdu: fits.BinTableHDU, algorithms: Mapping[str, str], tile: int) -> fits.BinTableHDU:
    """Give a table of plain columns compressed, each column by the algorithm of its name."""
    rows, header = np.asarray(hdu.data.view(np.ndarray)), hdu.header
    starts = range(0, len(rows), tile)
    cells = [
        [_packed(rows[name][start : start + tile], algorithms[name]) for start in starts]
        for name in hdu.columns.names
    ]
    columns = [
        fits.Column(name, "1QB()", array=np.array([*tiles, None], dtype=object)[:-1])
        for name, tiles in zip(hdu.columns.names, cells, strict=True)
    ]
    packed = fits.BinTableHDU.from_columns(columns)
    of_plain = ("TFORM", "NAXIS", "PCOUNT", "XTENSION", "BITPIX", "GCOUNT", "TFIELDS")
    for card in header.cards:
        if not card.keyword.startswith(of_plain):
            packed.header[card.keyword] = card.value
    packed.header.update({
        "ZTABLE": True, "ZNAXIS1": rows.dtype.itemsize, "ZNAXIS2": len(rows), "ZPCOUNT": 0, "ZTILELEN": tile,
    })  # fmt: skip
    for number, name in enumerate(hdu.columns.names, start=1):
        packed.header[f"ZFORM{number}"] = header[f"TFORM{number}"]
        packed.header[f"ZCTYP{number}"] = algorithms[name]
    return packed


def _packed(values: NDArray[np.generic], algorithm: str) -> NDArray[np.uint8]:
    """Give the bytes of a column in one tile, compressed."""
    size = values.dtype.itemsize
    plain = np.frombuffer(values.astype(values.dtype.newbyteorder(">")).tobytes(), "u1")
    if algorithm == "RICE_1":
        native = np.asarray(values).astype(values.dtype.newbyteorder("=")).reshape(-1)
        image = fits.CompImageHDU(native, compression_type="RICE_1", tile_shape=native.shape)
        return np.array(_cell_of(image), "u1")
    if algorithm == "GZIP_2":
        plain = plain.reshape(-1, size).T.reshape(-1)
    stored = plain.tobytes() if algorithm == "NOCOMPRESS" else gzip.compress(plain.tobytes())
    return np.frombuffer(stored, "u1")


def _cell_of(image: fits.CompImageHDU) -> NDArray[np.uint8]:
    import io

    file = io.BytesIO()
    fits.HDUList([fits.PrimaryHDU(), image]).writeto(file)
    with fits.open(io.BytesIO(file.getvalue()), disable_image_compression=True) as hdus:
        cell: NDArray[np.uint8] = hdus[1].data["COMPRESSED_DATA"][0]
    return cell
