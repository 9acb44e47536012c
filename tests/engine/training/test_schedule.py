from __future__ import annotations

from engine.training.schedule import DoublingSchedule, EvenSchedule


def epochs(schedule, until):
    found, epoch = [], 0
    while (epoch := schedule.next_after(epoch)) <= until:
        found.append(epoch)
    return found


def test_dense_at_first_then_doubling():
    found = epochs(DoublingSchedule(), 1000)
    assert found[:100] == list(range(1, 101))
    assert found[100:103] == [102, 104, 106]
    assert 200 in found
    assert found[found.index(200) + 1] == 204
    assert found[-2:] == [976, 992]


def test_a_million_epochs_stay_below_a_thousand_rows():
    assert len(epochs(DoublingSchedule(), 1_000_000)) < 1000


def test_the_next_epoch_does_not_depend_on_the_way_there():
    schedule = DoublingSchedule()
    found = epochs(schedule, 2100)
    for epoch in range(2000):
        assert schedule.next_after(epoch) == next(one for one in found if one > epoch)


def test_an_even_schedule():
    assert epochs(EvenSchedule(16), 50) == [16, 32, 48]
