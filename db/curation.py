"""All that moderators' work needs of the store, in one object."""

from db.decoding import Decoder
from db.drafts import Drafts
from db.entities import Entities
from db.importing import Imports
from db.leftovers import Leftovers
from db.locks import LockedThings
from db.queues import Queues
from db.relating import Relating
from db.relations import Relations
from db.retiring import Retiring
from db.seam import Database
from db.suggestions import Suggestions
from db.undoing import Undoing


class Curation(
    Undoing, Entities, Retiring, LockedThings, Relations, Relating, Drafts, Suggestions, Queues, Imports, Leftovers
):
    """Implements ``CurationStore``."""

    def __init__(self, database: Database, decoder: Decoder) -> None:
        Undoing.__init__(self, database, decoder)
        Entities.__init__(self, database, decoder)
        Retiring.__init__(self, database)
        LockedThings.__init__(self, database)
        Relations.__init__(self, database)
        Relating.__init__(self, database)
        Drafts.__init__(self, database)
        Suggestions.__init__(self, database)
        Queues.__init__(self, database, decoder)
        Imports.__init__(self, database)
        Leftovers.__init__(self, database)
