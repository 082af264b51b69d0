"""Questions that only a graph answers: how people are connected, only ever through what the caller may see."""

from enum import StrEnum

from pydantic import BaseModel, Field, computed_field

from graph_service.domain.networks import Seen
from graph_service.domain.rules import Rule

MOST_STEPS = 4


class How(StrEnum):
    """How a person and a child are connected."""

    LEADS = "leads"
    WORKS_WITH = "works_with"
    CARES_FOR = "cares_for"

    @property
    def words(self) -> str:
        return _WORDS[self]


_WORDS = {
    How.LEADS: "leads the team around",
    How.WORKS_WITH: "works with",
    How.CARES_FOR: "cares for",
}


class NamedChild(Seen):
    id: str
    name: str


class EndOfPath(NamedChild):
    rule: Rule


class Link(Seen):
    """Two steps: one person, and the two children whom they connect."""

    id: str
    name: str
    from_child: str
    from_name: str
    from_how: How
    to_child: str
    to_name: str
    to_how: How

    @property
    def sentence(self) -> str:
        if self.from_how is self.to_how:
            return f"{self.name} {self.from_how.words} {self.from_name} and {self.to_name}."
        return f"{self.name} {self.from_how.words} {self.from_name} and {self.to_how.words} {self.to_name}."


class Path(Seen):
    """The shortest connection of two children through people and children who are all open to the caller."""

    ends: list[EndOfPath]
    links: list[Link] = Field(description="One person each; empty where there is no connection that you may see.")

    @computed_field
    @property
    def steps(self) -> int:
        return 2 * len(self.links)

    @computed_field
    @property
    def says(self) -> str:
        """The answer in words: the same where there is none and where it is hidden."""
        if not self.links:
            return f"There is no connection that you may see, in {MOST_STEPS} steps."
        return " ".join(link.sentence for link in self.links)


class PathRow(BaseModel):
    rule: Rule
    too_many: bool
    ends: list[EndOfPath]
    links: list[Link]


class Neighbour(Seen):
    """A person who connects the child with others."""

    id: str
    name: str
    how: How


class Through(Seen):
    """By whom another child is connected: one of the people of the same answer."""

    id: str
    how: How


class NearChild(NamedChild):
    through: list[Through]


class Neighbourhood(Seen):
    """Everyone within two steps, as far as each of them is open to the caller."""

    rule: Rule
    child: NamedChild
    people: list[Neighbour]
    children: list[NearChild]
    more_people: bool = Field(description="There are more people than are shown; their children are not looked for.")
    more_children: bool = Field(description="There are more children than are shown.")

    @computed_field
    @property
    def says(self) -> str:
        """The answer in words."""
        people, children = (
            _counted(len(self.people), "person", "people"),
            _counted(len(self.children), "other child", "other children"),
        )
        cut = " There are more than are shown." if self.more_people or self.more_children else ""
        return f"{self.child.name} is connected by {people} with {children} open to you.{cut}"


class NeighbourhoodRow(BaseModel):
    rule: Rule
    child: NamedChild | None
    people: list[Neighbour]
    children: list[NearChild]
    more_people: bool
    more_children: bool


def _counted(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
