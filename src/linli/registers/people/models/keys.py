"""By what files are found."""

from django.db import models

from linli.registers.people.models.persons import Person


class PersonKey(models.Model):
    """One thing by which a file is found, at one place where she is registered or lives.

    `digest` is the first eight bytes of a keyed digest (`kernel.crypto`) of a kind and a value, as a signed number:
    equality of numbers is all that the database compares, which row-level security lets through to the index. The key
    of the digest lies outside the database, as tails can be guessed with it. Place ids of a level that is not known are
    0. Rows are derived: `linli people reindex` makes them anew.
    """

    pk = models.CompositePrimaryKey("digest", "county", "town", "community", "grid", "person_id")
    digest = models.BigIntegerField()
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="keys", db_constraint=False, db_index=False
    )
    county = models.IntegerField()
    town = models.IntegerField(db_default=0)
    community = models.IntegerField(db_default=0)
    grid = models.IntegerField(db_default=0)

    class Meta:
        db_table = "person_key"
        indexes = [models.Index(fields=["person"], name="person_key_person")]
