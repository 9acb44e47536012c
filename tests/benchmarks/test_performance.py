from __future__ import annotations

from benchmarks.performance import page

FOUND = {
    "machine": {
        "python": "3.11.2",
        "system": "Linux",
        "processor": "Abacus",
        "cores": 2,
        "numpy": "2.4.6",
        "load": [0.5, 1.0, 2.25],
    },
    "update_us": {"numpy": {"2-2-1": 9.04, "2-1-1 skip": 8.0}, "sklearn": {"2-2-1": 180.8}},
    "adam_update_us": {"numpy": {"2-2-1": 12.0}},
    "growth_us": {"batch": {"numpy": {"1": 5.0, "10": 125.4}}},
    "maps_ms": {"best_ms": 0.91, "median_ms": 0.95},
    "judge_ms": {"numpy": 41.4},
}


def test_the_page_has_every_figure_and_says_what_is_missing():
    text = page(FOUND)
    assert "| ours, NumPy | 9.04 | 8 | 1.0 |" in text
    assert "| scikit-learn's MLP | 181 | – | 20.0 |" in text
    assert "| numpy | 5 | 125 |" in text
    assert "Abacus, 2 cores, Linux, Python 3.11.2, numpy 2.4.6." in text
    assert "0.50, 1.00, 2.25" in text
    assert "0.95 ms (best 0.91)" in text
    assert "Left out, because not installed or not compiled: numba, torch, jax, sklearn." in text


def test_frames_are_told_where_they_were_measured():
    assert "Frames while" not in page(FOUND)
    windows = {"screen": "a screen", "frames": {"idle": {"p99_ms": 20.0}}, "start": {"map_ms": 300}}
    text = page(FOUND | windows)
    assert "on a screen" in text
    assert "| idle | 20 |" in text
    assert "map_ms 300" in text


def test_the_page_compares_today_with_before():
    replicas = {"numba": {"2-2-1": 0.2}, "numba-8": {"2-2-1": 0.7}}
    text = page(FOUND | {"update_us": replicas})
    assert "| 2-2-1: eight replicas to one, × | 7.27 | 3.5 | ≤ 3.5 |" in text
    assert "*Before* is commit 809d1d5 of 22 November 2026. Measured on AMD EPYC" in text


def test_the_page_tells_how_fast_a_search_is():
    assert "The search" not in page(FOUND)
    slow = {"starts_per_second": 98.8, "outside_percent": 1.4}
    fast = {"starts_per_second": 3267.2, "outside_percent": 4.6}
    text = page(FOUND | {"search": {"one by one": slow, "many at once": fast}})
    assert "| many at once | 3267 | 5 % |\n| one by one | 98.8 | 1 % |" in text
    assert "neurons of tanh, relu, abs or sine, from 8 seeds each" in text
