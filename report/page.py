"""The page: one HTML file that holds its figures, beside each the SQL that was asked."""

from base64 import b64encode
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from urllib.parse import quote

import matplotlib as mpl
import psycopg

from db.statement import statement
from report.figures import Drawing
from report.release import as_of, schema_of
from report.rows import rows_of
from report.style import STYLE, Rows, Sheet, chosen, png, svg

_TEMPLATE = Path(__file__).with_name("page.html")


def write_page(
    connection: psycopg.Connection,
    out: Path,
    drawings: Sequence[Drawing],
    progress: Callable[[], object] = lambda: None,
    *,
    release: str | None = None,
) -> Path:
    """Write ``index.html``, and each figure as PNG and SVG beside it; give the page's path.

    Parameters
    ----------
    connection : psycopg.Connection
        As a reader, in autocommit mode; all figures are read in one snapshot.
    out : pathlib.Path
        Directory, made when missing; files of these names in it are replaced.
    drawings : sequence of Drawing
    progress : callable
        Called after each figure.
    release : str, optional
        The release to show instead of what is there now; the page names it with its token.

    Raises
    ------
    psycopg.Error
        The database refuses a statement.
    OSError
        The directory cannot be written to.
    """
    out.mkdir(parents=True, exist_ok=True)
    sections = []
    connection.read_only = True
    connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
    with connection.transaction(), mpl.rc_context(STYLE):
        schema, token = schema_of(connection, release) if release else ("science", "")
        fields = _field_table(rows_of(connection, _query(connection, "field", schema)))
        for drawing in drawings:
            sections.append(_section(connection, out, drawing, schema))
            progress()
    page = out / "index.html"
    page.write_text(
        _TEMPLATE.read_text(encoding="utf-8")
        .replace("{{moment}}", _moment(release, token))
        .replace("{{database}}", escape(connection.info.dbname))
        .replace("{{fields}}", fields)
        .replace(
            "{{contents}}", "".join(f'<li><a href="#{d.name}">{escape(d.title)}</a></li>' for d in drawings)
        )
        .replace("{{sections}}", "\n".join(sections)),
        encoding="utf-8",
    )
    return page


def _moment(release: str | None, token: str) -> str:
    of_release = f", as of release {escape(release)} (token {token})" if release else ""
    return f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC{of_release}"


def _query(connection: psycopg.Connection, name: str, schema: str) -> bytes:
    query = statement(f"report/{name}")
    return query if schema == "science" else as_of(connection, query, schema)


def _section(connection: psycopg.Connection, out: Path, drawing: Drawing, schema: str) -> str:
    query = _query(connection, drawing.name, schema)
    rows = rows_of(connection, query)
    code = escape(query.decode().strip())
    empty = all(len(values) == 0 for values in rows.values())
    shown = f'<p class="nothing">{escape(drawing.without)}</p>' if empty else _pictures(out, drawing, rows)
    return (
        f'<section id="{drawing.name}"><h2>{escape(drawing.title)}</h2><div class="pair"><figure>{shown}'
        f"<figcaption>{escape(drawing.caption)}</figcaption></figure>"
        f"<div class=sql><h3>SQL</h3><pre><code>{code}</code></pre></div></div></section>"
    )


def _pictures(out: Path, drawing: Drawing, rows: Rows) -> str:
    if drawing.by is None:
        return _picture(out / f"{drawing.name}.png", drawing, rows)
    pictures = []
    for value in sorted(set(rows[drawing.by])):
        # A sample's name may hold what a file's cannot
        path = out / f"{drawing.name}_{quote(value, safe='')}.png"
        pictures.append(_picture(path, drawing, chosen(rows, **{drawing.by: value})))
    return "".join(pictures)


def _picture(path: Path, drawing: Drawing, rows: Rows) -> str:
    figure = drawing.draw(rows, Sheet(narrow=False))
    path.with_suffix(".svg").write_bytes(svg(figure))
    wide, narrow = png(figure), png(drawing.draw(rows, Sheet(narrow=True)))
    path.write_bytes(wide)
    return (
        f'<picture><source media="(max-width: 700px)" srcset="{_data_uri(narrow)}">'
        f'<img src="{_data_uri(wide)}" alt="{escape(drawing.title)}"></picture>'
    )


def _data_uri(image: bytes) -> str:
    return f"data:image/png;base64,{b64encode(image).decode()}"


def _field_table(rows: Rows) -> str:
    if not len(rows["field_id"]):
        return '<p class="nothing">No field is loaded yet.</p>'
    head = "<tr><th>Field<th>Images<th>MJD<th>Sources<th>Stars</tr>"
    body = "".join(
        f"<tr><td>{field_id}<td>{n_image}<td>{first:.1f} – {last:.1f}<td>{n_source:,}<td>{n_star:,}</tr>"
        for field_id, n_image, first, last, n_source, n_star in zip(*rows.values(), strict=True)
    )
    return f"<table>{head}{body}</table>"
