"""Several small questions in one statement."""

import pytest
from pytest_django import DjangoAssertNumQueries

from linli.kernel.accounts.models import User
from linli.kernel.asking import which_exist

pytestmark = pytest.mark.django_db


def test_each_question_gets_its_own_answer_in_one_statement(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    User.objects.create(username="wang", name="王")
    named = User.objects.filter(name="王")
    with django_assert_num_queries(1):
        assert which_exist(named, named.filter(username="li"), User.objects.none(), named) == [
            True, False, False, True,
        ]  # fmt: skip


def test_what_cannot_find_anything_is_not_asked(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        assert which_exist(User.objects.none(), User.objects.filter(pk__in=())) == [False, False]
        assert which_exist() == []
