"""The store as a whole: every storage port, on one database."""

from db.bags import Bags
from db.curation import Curation
from db.daily import Daily
from db.decoding import Decoder
from db.digests import Digests
from db.disputes import Disputes
from db.editing import Editing
from db.facts import Facts
from db.following import FactChanges
from db.forgetting import Privacy
from db.history import History
from db.links import FactLinks
from db.names import Names
from db.notes import Notes
from db.packs import Packs
from db.rounds import Rounds
from db.schedules import Schedules
from db.seam import Described
from db.settings import Settings
from db.shown import ShownMessages
from db.standings import Standings
from db.stems import Stems
from db.unanswered import UnansweredQuestions
from db.workspaces import Workspaces
from trivia.facts.model import CommunityId


class Store(
    Names,
    Facts,
    FactLinks,
    Stems,
    Packs,
    Editing,
    UnansweredQuestions,
    Curation,
    Privacy,
    Notes,
    FactChanges,
    Rounds,
    History,
    Bags,
    Schedules,
    Settings,
    ShownMessages,
    Daily,
    Digests,
    Disputes,
    Standings,
    Workspaces,
):
    """All ports at once: pass it wherever the core asks for one. ``database`` is the seam beneath."""

    def __init__(self, database: Described) -> None:
        decoder = Decoder(database)
        Names.__init__(self, database, decoder)
        Facts.__init__(self, database, decoder)
        FactLinks.__init__(self, database)
        Stems.__init__(self, database, decoder)
        Packs.__init__(self, database)
        Editing.__init__(self, database, decoder)
        UnansweredQuestions.__init__(self, database)
        Rounds.__init__(self, database)
        History.__init__(self, database)
        Bags.__init__(self, database)
        Schedules.__init__(self, database)
        Settings.__init__(self, database)
        Curation.__init__(self, database, decoder)
        Privacy.__init__(self, database)
        Notes.__init__(self, database)
        FactChanges.__init__(self, database)
        ShownMessages.__init__(self, database)
        Workspaces.__init__(self, database)
        Daily.__init__(self, database)
        Digests.__init__(self, database)
        Disputes.__init__(self, database)
        Standings.__init__(self, database)
        self.database = database

    async def forget_community(self, community: CommunityId, *, gone: bool) -> None:
        """Forget all that is kept of a community, and what is remembered of it."""
        await Privacy.forget_community(self, community, gone=gone)
        self.forget_packs()
        self.forget_chosen(community)
