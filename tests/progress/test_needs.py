from quizzes.progress.mastery import Mastery, Weighed
from quizzes.progress.needs import LOW, lowest, surely_low

ADA, BO, KIM = 1, 2, 3
DATES, PLACES = 10, 20


def known(answers: int, credit: float) -> Mastery:
    return Weighed(answers, answers, answers, credit).mastery


def test_who_surely_knows_little_is_in_need_of_help():
    assert [need.student for need in surely_low({ADA: {DATES: known(20, 4)}})] == [ADA]


def test_nobody_is_named_for_a_low_share_that_may_be_chance():
    may_be_chance = known(2, 0.8)
    assert may_be_chance.share < LOW < may_be_chance.high
    assert surely_low({ADA: {DATES: may_be_chance}}) == []


def test_whose_knowledge_is_surest_lowest_comes_first_and_so_do_their_topics():
    found = surely_low(
        {
            ADA: {DATES: known(20, 6)},
            BO: {DATES: known(20, 6), PLACES: known(20, 1)},
            KIM: {DATES: known(20, 20)},
        }
    )
    assert [(need.student, [topic for topic, _ in need.topics]) for need in found] == [
        (BO, [PLACES, DATES]),
        (ADA, [DATES]),
    ]


def test_the_lowest_are_told_by_their_weakest_topic_of_which_there_is_enough_to_tell():
    found = lowest(
        {
            ADA: {DATES: known(40, 36), PLACES: known(40, 30)},
            BO: {DATES: known(40, 28), PLACES: known(1, 0)},
            KIM: {DATES: known(1, 0)},
        }
    )
    assert [(need.student, need.topics[0][0]) for need in found] == [(BO, DATES), (ADA, PLACES)]


def test_without_students_nobody_is_in_need():
    assert surely_low({}) == lowest({}) == []
    assert surely_low({ADA: {}}) == lowest({ADA: {}}) == []
