"""A report to copy."""

from __future__ import annotations

import datetime as dt

from kgpub.copies import Text
from kgpub.copies.sketch import sketch_text

DAY = dt.date(2031, 4, 3)
REPORT = (
    "北浜市の消防によると、3日午前6時40分ごろ、同市港町の倉庫から火が出て、鉄骨2階建ての約1800平方メートルが焼けた。"
    "倉庫を借りていた運送会社の従業員5人が煙を吸って病院に運ばれたが、いずれも意識ははっきりしているという。"
    "近くの住民ら240人が一時、小学校の体育館に身を寄せた。"
    "警察と消防は4日、合同で現場を調べ、出火の原因を突き止める方針だ。"
)


def text(name: str, body: str, day: dt.date | None = DAY) -> Text:
    return Text(name, day, sketch_text(body))
