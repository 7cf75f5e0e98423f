"""Letters of recommendation: the ladder, the programs they go to, the packet, drafts."""

from letters.models.drafts import DraftVersion, FinalLetter
from letters.models.letters import Letter, LetterPreset, LetterStep
from letters.models.packets import Packet, PacketAnswer, PacketLink, Statement
from letters.models.programs import Assignment, TargetProgram

__all__ = [
    "Assignment",
    "DraftVersion",
    "FinalLetter",
    "Letter",
    "LetterPreset",
    "LetterStep",
    "Packet",
    "PacketAnswer",
    "PacketLink",
    "Statement",
    "TargetProgram",
]
