"""Names from the database as a figure shows them."""

from matplotlib.figure import Figure

from report.style import plain, png


def test_a_name_with_dollars_is_shown_and_not_taken_for_a_formula() -> None:
    """What stands between two $ would be set as a formula, and what is none would be an error."""
    figure = Figure()
    text = figure.text(0.5, 0.5, plain(r"sample $\frac$ of $5"))
    assert png(figure).startswith(b"\x89PNG")
    assert text.get_text() == r"sample \$\frac\$ of \$5"
