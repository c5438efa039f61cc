"""The planner (驾驶舱): where we stand against the plan."""
