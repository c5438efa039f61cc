"""Where a page of a list begins."""

from typing import Annotated

from ninja import Query

from linli.kernel.door import LARGEST

AfterId = Annotated[int, Query(ge=0, le=LARGEST, description="`after` of the page before")]
AfterNumber = Annotated[str, Query(max_length=32, description="`after` of the page before")]
