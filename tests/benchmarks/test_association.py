"""Who counts as given to the wrong source, worked out by hand."""

from benchmarks.association import Score, score


def test_detections_are_right_wrong_or_split() -> None:
    # Source 10 has three of object 1 and one of object 2, which is wrong there; 2 itself is source 20;
    # one more of object 1 stands apart as source 11. Object 3 alone is whole.
    pairs = [(1, 10)] * 3 + [(2, 10)] + [(2, 20)] * 2 + [(1, 11)] + [(3, 30)] * 2
    assert score(pairs) == Score(n=9, n_wrong=1, n_split=1, n_object=3, n_whole=1)
    assert score(pairs).n_right == 7


def test_an_object_whose_detections_are_all_in_another_source_is_wrong_and_has_no_home() -> None:
    assert score([(1, 10)] * 3 + [(2, 10)] * 2) == Score(n=5, n_wrong=2, n_split=0, n_object=2, n_whole=0)


def test_swapped_sources_belong_to_whom_most_of_them_are_of() -> None:
    pairs = [(1, 10)] * 5 + [(2, 20)] * 5 + [(1, 20), (2, 10)]
    assert score(pairs) == Score(n=12, n_wrong=2, n_split=0, n_object=2, n_whole=0)
