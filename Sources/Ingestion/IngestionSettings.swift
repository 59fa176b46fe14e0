package import Convention
package import Envelope
package import Pseudonymisation

/// What the ingester is told once, when it starts.
package struct IngestionSettings: Sendable {
    /// Directories of the home (design §3).
    package var spool: String
    package var archive: String
    package var catalogue: String
    package var journal: String
    /// Worker threads for one drop.
    package var workers: Int
    /// Counts of persons below it are not shown.
    package var smallCountFloor: Int
    /// Lines of an error report for each rule and field.
    package var errorLines: Int
    /// Times that a drop may end the ingester before it is put in quarantine.
    package var crashesPerDrop: Int
    /// Minutes that a drop waits for the signature beside it, and a signature for its drop.
    package var signatureMinutes = 60
    /// Days without a byte after which an unfinished upload is given up.
    package var unfinishedDays: Int
    /// Bytes that the keys of a drop may take in memory before they are spilled.
    package var keyBytes = DropKeys.budget
    /// Every version of every convention.
    package var library: ConventionLibrary
    /// Every version of every nomenclature.
    package var nomenclatures = NomenclatureLibrary()

    /// The settings of a home.
    package init(
        spool: String, archive: String, catalogue: String, journal: String, workers: Int, smallCountFloor: Int,
        errorLines: Int, crashesPerDrop: Int, unfinishedDays: Int,
        library: ConventionLibrary
    ) {
        self.spool = spool
        self.archive = archive
        self.catalogue = catalogue
        self.journal = journal
        self.workers = workers
        self.smallCountFloor = smallCountFloor
        self.errorLines = errorLines
        self.crashesPerDrop = crashesPerDrop
        self.unfinishedDays = unfinishedDays
        self.library = library
    }
}

/// The keys that only the ingester holds.
package struct IngestionKeys: Sendable {
    /// What opens envelopes.
    package var identities: EnvelopeIdentities
    /// Key that signs receipts.
    package var receipt: SSHPrivateKey
    /// Pseudonym secrets of every domain and epoch.
    package var pseudonyms: PseudonymKeyRing

    /// The ingester's keys.
    package init(identities: EnvelopeIdentities, receipt: SSHPrivateKey, pseudonyms: PseudonymKeyRing) {
        self.identities = identities
        self.receipt = receipt
        self.pseudonyms = pseudonyms
    }
}
