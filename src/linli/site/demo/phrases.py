"""What the people of the demo write: reasons of clerks, words of residents. Synthetic, and Chinese like packs."""

FINISHED = (
    "上门见到老人，精神不错，和女儿同住。",
    "老人在家，独居，邻居帮着买菜，情况属实。",
    "入户见到本人，腿脚不便，儿子白天照看。",
    "核对了身份证和现住址，与申请一致。",
    "老人住在儿子家，已把现住址记下，情况属实。",
)
RETURNED = (
    "入户核查没有写明现住址，请补充后再报。",
    "核查日期和记录对不上，请核对后再报。",
)
RESUBMITTED = (
    "已补上现住址，再次报送。",
    "已核对核查日期，记录已改正。",
)
DECLINED = ("还没有满80周岁。满了以后随时可以来申请，窗口也会提醒您。",)
REFUSED = (
    "核查到在外地已领同类津贴。请先在那边停发，再到这里申请。",
    "打款账户不是老人本人或亲属的。请换一个账户再申请。",
)
NOTES = {
    "finish_inspection": FINISHED,
    "return_to_community": RETURNED,
    "resubmit": RESUBMITTED,
    "decline": DECLINED,
    "refuse": REFUSED,
}
"""Reasons by the step that asks for one."""

MISSING = "还缺：{papers}。手机上拍了补交，或者带到窗口都可以。"

COMMENTS = {
    5: ("态度很好，讲得清楚。", "没想到在手机上就办成了。", "上门核查的同志很耐心。", ""),
    4: ("办得还算快。", "字大一点就更好了。", "", ""),
    3: ("等的时间有点长。", ""),
    2: ("问了几次都说在办，没有准信。",),
    1: ("跑了两趟，到底缺什么一开始没有讲清楚。",),
}
"""What is said with a rating of a level; many say nothing."""

BANKS = ("农村信用社", "农村商业银行", "邮政储蓄银行", "农业银行")
