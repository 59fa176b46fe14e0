internal import Catalogue
internal import Commands
internal import Convention
internal import Crypto
internal import Envelope
internal import Glibc
internal import Home
internal import Ingestion
internal import Journal
internal import Ledger
internal import Monitoring
internal import Platform
internal import Receipts
internal import SSH
internal import Support

extension CommandTable {
    static let drops = Command(
        "drops", "list and show drops, and decide about those in quarantine",
        subcommands: [
            Command(
                "list", "list drops, newest first",
                options: [
                    .value("account", "NAME", "only this account"), .value("convention", "ID", "only this convention"),
                    .value("state", "STATE", "only drops in this state"), .value("limit", "N", "drops on a page; 100"),
                    .value("before", "SEQUENCE", "the page after the one that ended here"),
                ],
                examples: [
                    .init("ecluse drops list --state quarantined", "what waits for a decision"),
                    .init("ecluse drops list --account sidep-test --json", "for a program"),
                ],
                run: listDrops),
            Command(
                "show", "show a drop with its history, receipts and requests",
                arguments: [.init("DROP", .one, "the drop's identifier")],
                examples: [.init("ecluse drops show 01kcd3", "everything known of a drop")],
                run: showDrop),
            Command(
                "figures", "drops, bytes and states by day and account",
                options: [.value("days", "N", "days up to today (UTC); 7 where not given")],
                examples: [.init("ecluse drops figures --days 31", "the last month, day by day")],
                run: dailyFigures),
            request(.retry, "process a quarantined drop again", "after the convention was corrected"),
            request(
                .discard, "end a quarantined drop without publishing anything", "nominative data was sent by mistake"),
        ])

    static let receipts = Command(
        "receipts", "list, show and verify receipts",
        subcommands: [
            Command(
                "list", "list the receipts of an account",
                options: [.value("after", "NUMBER", "only receipts after this number")],
                arguments: [.init("ACCOUNT", .one, "the account")],
                examples: [.init("ecluse receipts list sidep-test", "numbers, kinds, dates")],
                run: listReceipts),
            Command(
                "show", "show a receipt as the producer reads it",
                arguments: [.init("ACCOUNT", .one, "the account"), .init("NUMBER", .one, "the receipt's number")],
                examples: [.init("ecluse receipts show sidep-test 2", "the text of the second receipt")],
                run: showReceipt),
            Command(
                "verify", "check the chains and signatures of all receipts",
                examples: [.init("ecluse receipts verify", "every account")],
                run: verifyReceipts),
        ])

    static let journal = Command(
        "journal", "show and verify the journal",
        subcommands: [
            Command(
                "tail", "show the newest lines of all roles",
                options: [
                    .value("lines", "N", short: "n", "how many; 20 where not given"),
                    .flag("follow", short: "f", "go on with lines as they are written"),
                ],
                examples: [.init("ecluse journal tail -n 50", "the last fifty events")],
                run: tailJournal),
            Command(
                "verify", "check the hash chains and seals of every role",
                examples: [
                    .init("ecluse journal verify", "exit status 1 where a line was changed, added or taken away")
                ],
                run: verifyJournal),
        ])

    static let catalogue = Command(
        "catalogue", "list and show the tables of the catalogue, publish the cards of its bases",
        subcommands: [
            Command(
                "list", "list the tables", examples: [.init("ecluse catalogue list", "versions, rows, sizes")],
                run: listTables),
            Command(
                "show", "show a table with its columns",
                arguments: [.init("BASE/TABLE", .one, "the table")],
                examples: [.init("ecluse catalogue show sidep/test", "columns and the last commit")],
                run: showTable),
            publish,
        ])

    static let doctor = Command(
        "doctor", "check this machine and, with --home, a home; say what to do",
        examples: [.init("ecluse doctor --home /srv/ecluse", "before the first start, and after an upgrade")],
        run: doctor)

    // MARK: drops

    private static func request(_ action: OperatorAction, _ summary: String, _ note: String) -> Command {
        Command(
            action.rawValue, summary,
            options: [.value("note", "TEXT", "why; it stays in the ledger and in the journal")],
            arguments: [.init("DROP", .one, "the drop's identifier")],
            examples: [.init("ecluse drops \(action.rawValue) 01kcd3 --note '\(note)'", summary)]
        ) { invocation in
            let home = try OpenedHome.open(invocation)
            let ledger = try SQLiteLedger(path: home.layout.ledger, role: .requester)
            let view = DropsView(ledger, messages: Ingester.messages)
            let answer = try view.request(
                action, drop: invocation.arguments[0], operatorName: operatorName, note: invocation.value("note") ?? "",
                at: SystemClock().now())
            return finish(answer, invocation)
        }
    }

    /// Who asks: the person before `sudo`, if it was used.
    private static var operatorName: String {
        let user = unsafe getpwuid(getuid()).map { unsafe String(cString: $0.pointee.pw_name) } ?? "uid \(getuid())"
        return Output.variable("SUDO_USER").map { "\($0) as \(user)" } ?? user
    }

    private static func listDrops(_ invocation: Invocation) throws -> ExitStatus {
        var filter = DropFilter()
        filter.account = invocation.value("account")
        filter.convention = invocation.value("convention")
        filter.state = try invocation.choice("state")
        filter.limit = try invocation.integer("limit", in: 1...DropFilter.maximumLimit, default: filter.limit)
        let before = try invocation.integer("before", in: 0...Int.max, default: 0)
        if before > 0 { filter.before = Int64(before) }
        let home = try OpenedHome.open(invocation)
        return finish(try DropsView(try home.monitorLedger(), messages: Ingester.messages).list(filter), invocation)
    }

    private static func showDrop(_ invocation: Invocation) throws -> ExitStatus {
        let home = try OpenedHome.open(invocation)
        let view = DropsView(try home.monitorLedger(), messages: Ingester.messages)
        return finish(try view.show(invocation.arguments[0]), invocation)
    }

    private static func dailyFigures(_ invocation: Invocation) throws -> ExitStatus {
        let days = try invocation.integer("days", in: 1...3660, default: 7)
        let home = try OpenedHome.open(invocation)
        let today = SystemClock().now().date
        let first = CivilDate(days: today.days - Int32(days - 1))
        return finish(try FiguresView.daily(try home.monitorLedger(), from: first, through: today), invocation)
    }

    // MARK: receipts

    private static func listReceipts(_ invocation: Invocation) throws -> ExitStatus {
        let after = try invocation.integer("after", in: 0...Int.max, default: 0)
        let home = try OpenedHome.open(invocation)
        let view = ReceiptsView(try home.monitorLedger())
        return finish(try view.list(account: invocation.arguments[0], after: Int64(after)), invocation)
    }

    private static func showReceipt(_ invocation: Invocation) throws -> ExitStatus {
        guard let number = Int64(invocation.arguments[1]), number > 0 else { throw LedgerFault.unknownReceipt }
        let home = try OpenedHome.open(invocation)
        return finish(
            try ReceiptsView(try home.monitorLedger()).show(account: invocation.arguments[0], number: number),
            invocation)
    }

    private static func verifyReceipts(_ invocation: Invocation) throws -> ExitStatus {
        let home = try OpenedHome.open(invocation)
        let key = try home.keys.receiptPublic()
        let answer = try ReceiptsView(try home.monitorLedger()).verify { json, signature in
            ReceiptSignature.isValid(json: json, signature: signature, key: key)
        }
        return finish(answer, invocation)
    }

    // MARK: journal

    private static func tailJournal(_ invocation: Invocation) throws -> ExitStatus {
        let home = try OpenedHome.open(invocation)
        let count = try invocation.integer("lines", in: 1...JournalReader.maximumTail, default: 20)
        let reader = JournalReader(home.layout.journal)
        let status = finish(try JournalView.tail(reader, count: count), invocation)
        guard invocation.flag("follow") else { return status }
        let signals = try SignalPipe()
        let watch = try FileWatch()
        for role in JournalRole.allCases { try? watch.add("\(home.layout.journal)/\(role.rawValue)") }
        while !invocation.output.isClosed {
            _ = try watch.wait(milliseconds: 1000, orReadable: signals.descriptor.raw)
            if signals.take().contains(.terminate) { break }
            for line in try reader.poll() {
                invocation.output.line(invocation.wantsJSON ? JSONWriter.string(line.json) : JournalView.text(line))
            }
        }
        return .success
    }

    private static func verifyJournal(_ invocation: Invocation) throws -> ExitStatus {
        let home = try OpenedHome.open(invocation)
        // Without the gateway's public keys the chains are checked and the seals are not.
        let key = (try? home.keys.receiptPublic())?.description
        let check = key.map { key -> JournalVerifier.SealCheck in
            { message, signature in JournalSeals.isValid(message, signature, keyLine: key) }
        }
        return finish(try JournalView.verify(home.layout.journal, seal: check), invocation)
    }

    // MARK: catalogue

    private static func listTables(_ invocation: Invocation) throws -> ExitStatus {
        let store = CatalogueStore(root: try OpenedHome.open(invocation).layout.catalogue)
        return finish(CatalogueView.list(try store.list()), invocation)
    }

    private static func showTable(_ invocation: Invocation) throws -> ExitStatus {
        let parts = invocation.arguments[0].split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        let (base, name) = (String(parts[0]), parts.count > 1 ? String(parts[1]) : "")
        let store = CatalogueStore(root: try OpenedHome.open(invocation).layout.catalogue)
        let table = try store.table(base: base, table: name)
        let summary = try store.summary(base: base, table: name)
        return finish(CatalogueView.show(summary, schema: try table.snapshot().metadata?.schemaString), invocation)
    }

    // MARK: doctor

    private static func doctor(_ invocation: Invocation) throws -> ExitStatus {
        var checks = MachineChecks.all() + [Check("SSH: forged packets") { sshSelfTest() }]
        if let home = invocation.value("home") { checks += HomeChecks.all(home: home) }
        return finish(Doctor.examine(checks), invocation)
    }

    /// What the receiver tries at each start.
    private static func sshSelfTest() -> Finding {
        do throws(SSHFault) {
            try SSHSelfTest.run()
            return .ok("refused, libssh \(SSHLibrary.version)")
        } catch {
            return .problem(
                SSHMessages.table.text(error, .english),
                do: "run: apt-get install --only-upgrade libssh-4, then: ecluse doctor")
        }
    }

    static func finish(_ answer: Answer, _ invocation: Invocation) -> ExitStatus {
        invocation.output.write(invocation.wantsJSON ? answer.jsonText : answer.text(width: invocation.output.width))
        return answer.isSound ? .success : .problem
    }
}

extension Home {
    /// The ledger as whoever may read it reads it.
    func monitorLedger() throws -> SQLiteLedger {
        guard FileDescriptor.exists(layout.ledger) else { throw HomeFault.noLedger }
        return try SQLiteLedger(path: layout.ledger, role: .reader)
    }
}
