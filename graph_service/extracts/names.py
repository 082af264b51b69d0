"""Given and family names for made-up people: a small list, of many origins, nobody's in particular."""


def _words(text: str) -> list[str]:
    return text.split()


GIVEN = _words(
    "Ada Aisha Alfie Amara Amelia Anya Archie Aria Arjun Ava Ayaan Bella Ben Bilal Callum Cara Chidi "
    "Chloe Dara Dev Dylan Eira Eliza Ella Emeka Esme Ethan Eva Faith Farah Fatima Felix Finlay Freya "
    "George Grace Gwen Hamza Hana Harriet Harry Hugo Ibrahim Imogen Iqra Iris Isaac Isla Ivy Jack Jada "
    "Jamal Jasmine Joel Jude Kai Kamal Kezia Kiran Lara Leila Leo Lily Lucas Lydia Malik Maja Mariam "
    "Mateo Maya Megan Mia Milo Mina Nadia Niamh Noah Nora Oliver Omari Oscar Phoebe Priya Rafi Rhys Rosa "
    "Ruby Sadia Sami Sana Seren Sofia Tariq Theo Tilly Tomasz Umar Violet Wren Yara Yusra Zack Zainab "
    "Zofia"
)
FAMILY = _words(
    "Abbott Adeyemi Ahmed Allen Amin Archer Asante Ashby Bailey Banerjee Barker Begum Bennett Bose "
    "Bradley Carter Chan Chowdhury Clarke Cole Cooper Cullen Dale Daniels Das Dixon Doyle Edwards Eze "
    "Fisher Flynn Foster Fraser Gill Grant Griffiths Hall Harding Hassan Hayes Hughes Hussain Iqbal "
    "Jackson James Jenkins Kapoor Kaur Kelly Khalid Kowalski Lane Lewis Lloyd Mahmood Mason Mensah Miller "
    "Mohamed Moore Morgan Nowak Nwosu Okafor Osman Owen Parker Patel Perry Pham Powell Price Rahman Reid "
    "Roberts Rossi Salim Saunders Shah Sharma Silva Singh Stone Sutton Tate Thomas Turner Uddin Vaughan "
    "Walker Walsh Ward Watts Webb White Wood Yilmaz Young Zaman"
)
ROADS = _words(
    "Alder Beech Canal Chapel Church Dale Elm Field Garden Grove Hazel Hill Ivy Lark Maple Mill Oak Park Rowan"
)
