"""Brackets where the words would else be read wrongly, and what stands where a label says nothing."""

import pytest

from linli.engines.expressions import Kind, Label, compile_expression
from linli.engines.expressions.tests.test_words import words

TWO = "家庭人口 + 家庭人口"


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("-(members + members) < 1", f"−（{TWO}）小于1"),
        ("(members + members) * 2 > 4", f"（（{TWO}） × 2）大于4"),
        ("2 * (members + members) > 4", f"（2 × （{TWO}））大于4"),
        ("members + members in [1, 2]", f"（{TWO}）是1、2之一"),
        ("string(members + members) in tags", f"对象类别中有（{TWO}）"),
        ("members + members == null", f"没有填写（{TWO}）"),
        ("members + members != null", f"已填写（{TWO}）"),
        ("4 < members + members", f"（{TWO}）大于4"),
        ("(registered ? tags : tags) == tags", "（如果户籍在本县，则对象类别，否则对象类别）是对象类别"),
        ("(registered ? amounts : amounts).exists(x, x > 100)",
         "（如果户籍在本县，则各项收入，否则各项收入）中有一项“收入”符合：收入大于100"),
        ("'alone' in (registered ? tags : tags)", "（如果户籍在本县，则对象类别，否则对象类别）中有「alone」"),
        ("age(registered ? birth_date : filed, filed) >= 1", "到申请日期年满1周岁"),
        ("age(birth_date, registered ? filed : today) >= 1",
         "到（如果户籍在本县，则申请日期，否则今天）年满1周岁"),
        ("age(birth_date, today) >= members", "从出生日期到今天的周岁不少于家庭人口"),
        ("!(registered ? lives : registered)", "并非（如果户籍在本县，则住在本县，否则户籍在本县）"),
        ("(registered || lives) ? lives : registered", "如果户籍在本县 或 住在本县，则住在本县，否则户籍在本县"),
        ("registered ? (lives ? registered : lives) : lives",
         "如果户籍在本县，则（如果住在本县，则户籍在本县，否则住在本县），否则住在本县"),
        ("(tags + tags).exists(t, t == 'a')", "（对象类别 + 对象类别）中有一项“t”符合：t是「a」"),
        ("'a' in tags + tags", "（对象类别 + 对象类别）中有「a」"),
        ("lives == (members > 2)", "住在本县是（家庭人口大于2人）"),
        ("!(!lives)", "住在本县"),
        ("!(members > 2 && lives)", "并非（家庭人口大于2人 且 住在本县）"),
    ],
)  # fmt: skip
def test_what_belongs_together_is_read_together(source: str, said: str) -> None:
    assert words(source) == said


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("registered ? 'a' : note", "如果户籍在本县，则「a」，否则说明"),
        ("note == ''", "没有填写说明"),
        ("note != ''", "已填写说明"),
        ("registered ? null : note", "如果户籍在本县，则空，否则说明"),
        ("lives == (registered ? true : false)", "住在本县是（如果户籍在本县，则是，否则否）"),
        ("tags == ['alone', 'b']", "对象类别是「alone」、「b」"),
        ("amounts.all(y, y > 1)", "各项收入中每一项“y”都符合：y大于1"),
        ("members == 1234567", "家庭人口是1234567人"),
    ],
)
def test_without_a_label_it_stands_as_it_is_written(source: str, said: str) -> None:
    assert words(source) == said


def test_a_measured_number_keeps_its_places_beside_its_unit() -> None:
    said = compile_expression("r > 0.1234567", {"r": Kind.DECIMAL}).words({"r": Label("含量", unit="毫克")})
    assert said.endswith("0.1234567毫克")
