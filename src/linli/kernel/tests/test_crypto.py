import pytest
from pytest_django import Settings

from linli.kernel import crypto


@pytest.mark.parametrize("cipher", ["sm4-gcm", "aes-256-gcm"])
def test_sealed_text_opens_only_in_its_context(settings: Settings, cipher: str) -> None:
    settings.CONFIG = settings.CONFIG.model_copy(update={"cipher": cipher})
    sealed = crypto.seal("13800001111", context="person.phone")
    assert b"138" not in sealed
    assert crypto.unseal_text(sealed, context="person.phone") == "13800001111"
    with pytest.raises(crypto.SealBroken):
        crypto.unseal(sealed, context="person.id_number")


def test_rows_of_the_former_cipher_stay_readable(settings: Settings) -> None:
    settings.CONFIG = settings.CONFIG.model_copy(update={"cipher": "aes-256-gcm"})
    sealed = crypto.seal("text", context="x")
    settings.CONFIG = settings.CONFIG.model_copy(update={"cipher": "sm4-gcm"})
    assert crypto.unseal_text(sealed, context="x") == "text"


def test_a_changed_byte_is_noticed() -> None:
    sealed = bytearray(crypto.seal("text", context="x"))
    sealed[-20] ^= 1
    with pytest.raises(crypto.SealBroken):
        crypto.unseal(bytes(sealed), context="x")


def test_masks() -> None:
    assert crypto.mask_name("张国立") == "张*立"
    assert crypto.mask_name("张立") == "张*"
    assert crypto.mask_id_number("440312194901010011") == "4403**********0011"
    assert crypto.mask_phone("13812344417") == "138****4417"
