"""What the service measures of itself: how work around children is joined up, never what became of a child."""

from datetime import date

from pydantic import BaseModel, Field


class LeadsMeasured(BaseModel):
    """Of children whose second agency had come: how long until somebody led."""

    children: int = Field(description="Whose first lead began in this time.")
    median_days: int = Field(description="From the day on which the second agency came.")


class IndicationsMeasured(BaseModel):
    """Of indications whose five working days have passed."""

    raised: int
    read_in_time: int = Field(description="Acknowledged by somebody else within five working days.")


class LooksMeasured(BaseModel):
    """Of looks at a child's network a week ago or longer, counted once for each person, child and day."""

    looks: int
    led_to_talk: int = Field(description="After which the reader recorded a conversation within a week.")


class SystemMeasured(BaseModel):
    """The last thirteen weeks of the caller's own authority; each is null where it would be of fewer than five."""

    since: date
    until: date
    leads: LeadsMeasured | None
    indications: IndicationsMeasured | None
    looks: LooksMeasured | None
