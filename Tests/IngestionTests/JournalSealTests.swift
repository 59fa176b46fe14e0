import Convention
import Envelope
import Ingestion
import Journal
import Ledger
import Pseudonymisation
import Support
import TestSupport
import Testing

@Suite struct JournalSealTests {
    @Test func `yesterday's journal is sealed with the receipt key, today's is not`() throws {
        let home = try TemporaryDirectory()
        for name in ["spool", "archive", "catalogue", "journal"] { _ = try home.write(name + "/.keep", []) }
        let key = try SSHPrivateKey.generate()
        let monday = FixedClock(Timestamp(seconds: 1_790_000_000))
        let tuesday = FixedClock(Timestamp(seconds: 1_790_086_400))
        let journal = home.file("journal")
        try JournalWriter(directory: journal, role: .ingester, clock: monday).append(JournalEvent("drop.received"))
        let ingester = Ingester(
            settings: IngestionSettings(
                spool: home.file("spool"), archive: home.file("archive"), catalogue: home.file("catalogue"),
                journal: journal,
                workers: 1, smallCountFloor: 11, errorLines: 10, crashesPerDrop: 3, unfinishedDays: 7,
                library: ConventionLibrary([])),
            keys: IngestionKeys(
                identities: EnvelopeIdentities(age: []), receipt: key, pseudonyms: try PseudonymKeyRing([])),
            ledger: try SQLiteLedger(path: home.file("ledger.sqlite"), role: .ingester),
            journal: try JournalWriter(directory: journal, role: .ingester, clock: tuesday), clock: tuesday,
            say: { _ in })
        #expect(try ingester.sweep() == 0)

        let line = key.publicKey.description
        let report = try JournalVerifier.verify(journal) { JournalSeals.isValid($0, $1, keyLine: line) }
        #expect(report.isSound)
        #expect(report.chains.first { $0.role == .ingester }?.sealedDays == 1)
        let stranger = try SSHPrivateKey.generate().publicKey.description
        #expect(!(try JournalVerifier.verify(journal) { JournalSeals.isValid($0, $1, keyLine: stranger) }.isSound))
    }
}
