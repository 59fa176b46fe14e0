internal import Commands
internal import Glibc
internal import Home
internal import Ingestion
internal import Journal
internal import Ledger
internal import Platform
internal import Support

extension CommandTable {
    static let ingest = Command(
        "ingest", "run the ingester: open, check, treat, publish, give receipts",
        discussion:
            "Takes what lies in the inboxes, then waits for more until SIGTERM. The drop in hand is finished first.",
        options: [.flag("once", "take what is there now, then end")],
        examples: [
            .init("ecluse ingest --home /srv/ecluse", "as the ingester's systemd unit runs it"),
            .init("ecluse ingest --once --home /srv/ecluse", "empty the inboxes and end"),
        ],
        run: ingest)

    /// Milliseconds after which the inboxes are looked at even if nothing seemed to happen.
    private static let longestWait: Int32 = 10_000

    private static func ingest(_ invocation: Invocation) throws -> ExitStatus {
        ProcessSettings.keepFreedMemory()
        let home = try OpenedHome.open(invocation)
        let output = invocation.output
        let ingester = try home.ingester { event in output.line(RoleLog.line(.ingester, event.line)) }
        if invocation.flag("once") {
            _ = try ingester.sweep()
            return .success
        }
        let signals = try SignalPipe()
        output.line(RoleLog.line(.ingester, RoleLog.ready))
        while true {
            let watch = try FileWatch()
            // An operator's request is a write to the ledger; its end, a file closed after writing, wakes this loop.
            for path in try ingester.watched() + [home.layout.ledgerFolder] { try? watch.add(path) }
            _ = try ingester.sweep()
            if signals.take().contains(.terminate) { return .success }
            _ = try watch.wait(milliseconds: longestWait, orReadable: signals.descriptor.raw)
            if signals.take().contains(.terminate) { return .success }
        }
    }
}

extension Home {
    /// The ingester of this home, with the keys that only it may read.
    func ingester(_ say: @escaping @Sendable (IngestionEvent) -> Void) throws -> Ingester {
        let clock = SystemClock()
        let workers =
            configuration.workers > 0 ? configuration.workers : max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
        var settings = IngestionSettings(
            spool: layout.spool, archive: layout.archive, catalogue: layout.catalogue, journal: layout.journal,
            workers: workers,
            smallCountFloor: configuration.smallCountFloor, errorLines: configuration.errorLines,
            crashesPerDrop: configuration.crashesPerDrop, unfinishedDays: configuration.unfinishedDays,
            library: try conventions())
        settings.signatureMinutes = configuration.signatureMinutes
        settings.nomenclatures = try nomenclatures.library()
        let keys = IngestionKeys(
            identities: try self.keys.envelope(), receipt: try self.keys.receipt(),
            pseudonyms: try self.keys.pseudonyms())
        return Ingester(
            settings: settings, keys: keys, ledger: try SQLiteLedger(path: layout.ledger, role: .ingester),
            journal: try JournalWriter(directory: layout.journal, role: .ingester, clock: clock), clock: clock, say: say
        )
    }
}
