"""Whole numbers compressed by Rice's code (RICE_1): as the one tile of an image, which astropy reads."""

import io
import warnings

import numpy as np

_BLOCK = 2880


def rice_bytes(packed: bytes, n_byte: int, n_value: int) -> bytes:
    """
    Give the numbers in big-endian order.

    Parameters
    ----------
    packed : bytes
        As CFITSIO writes them: in blocks of 32 numbers.
    n_byte : int
        Of a number: 1, 2 or 4.
    n_value : int
        How many numbers there are.

    Raises
    ------
    ValueError
        They are not what Rice's code can be.
    """
    from astropy.io import fits

    cards: dict[str, str | int] = {
        "XTENSION": "'BINTABLE'", "BITPIX": 8, "NAXIS": 2, "NAXIS1": 16, "NAXIS2": 1, "PCOUNT": len(packed),
        "GCOUNT": 1, "TFIELDS": 1, "TTYPE1": "'COMPRESSED_DATA'", "TFORM1": f"'1QB({len(packed)})'",
        "ZIMAGE": "T", "ZBITPIX": 8 * n_byte, "ZNAXIS": 1, "ZNAXIS1": n_value, "ZTILE1": n_value,
        "ZCMPTYPE": "'RICE_1'", "ZNAME1": "'BLOCKSIZE'", "ZVAL1": 32, "ZNAME2": "'BYTEPIX'", "ZVAL2": n_byte,
    }  # fmt: skip
    data = np.array([len(packed), 0], ">i8").tobytes() + packed
    primary = _header({"SIMPLE": "T", "BITPIX": 8, "NAXIS": 0})
    file = io.BytesIO(primary + _header(cards) + data + bytes(-len(data) % _BLOCK))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # data that end early, for one
            with fits.open(file) as hdus:
                numbers = np.asarray(hdus[1].data)
    except Exception as error:  # what its decoder raises has no common class
        raise ValueError(f"{type(error).__name__}: {error}") from error
    return numbers.astype(numbers.dtype.newbyteorder(">")).tobytes()


def _header(cards: dict[str, str | int]) -> bytes:
    text = "".join(f"{name:8}= {value:>20}".ljust(80) for name, value in cards.items()) + "END".ljust(80)
    return text.encode().ljust(-(-len(text) // _BLOCK) * _BLOCK)
