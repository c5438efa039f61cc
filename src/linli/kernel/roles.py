"""The roles a post can give. Packs name them; a role that is not here is a fault of the pack."""

from typing import Final

ROLES: Final[dict[str, str]] = {
    "clerk": "社区经办人",
    "inspector": "外勤经办人",
    "reviewer": "街道(乡镇)审核人",
    "decider": "县级审批人",
    "planner": "规划统计员",
    "auditor": "审计管理员",
    "administrator": "系统管理员",
    "security": "安全管理员",
    "recipient": "部门数据员",
}
"""Role → Chinese title. Pack content is Chinese; pages translate titles of posts, not these."""

ADMINISTRATORS: Final = frozenset({"administrator", "security", "auditor"})
"""System, security and audit administrator: none may do another's work, nor handle cases or files besides."""

WEIGHTY: Final = ADMINISTRATORS
"""Roles that one security administrator asks for and another one gives."""

UNIT_ROLES: Final = frozenset({"recipient"})
"""Roles that hold within a unit, not a place: who reads for a department what share agreements give to it."""
