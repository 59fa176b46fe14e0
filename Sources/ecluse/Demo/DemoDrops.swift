internal import Convention
internal import Home
internal import Producer
internal import Support

/// The drops of the tour, in their order.
struct DemoDrops {
    /// Persons who oppose: enough for the receipt to state their number.
    static let opponents = 25
    private static let smallest = 1000

    let place: DemoPlace
    let screen: DemoScreen
    let gateway: DemoGateway
    let producer: DemoProducer
    /// Records of the two full days.
    let rows: Int
    /// The first of the two days.
    let day: CivilDate

    private var nextDay: CivilDate { CivilDate(days: day.days + 1) }
    /// Records of the drops that show one thing only.
    private var few: Int { min(rows, max(DemoDrops.smallest, rows / 10)) }

    // MARK: good and bad records

    func goodDay() -> DemoStep {
        DemoStep(
            title: "a good day", note: "A producer makes his extract, seals it and sends it.", showsAll: true,
            expectation: ReceiptExpectation("ingested", counts: ["read": rows, "kept": rows, "rejected": 0])
        ) { try sealed(request(rows, day), name(day)) }
    }

    func brokenRecords() throws -> DemoStep {
        let request = request(few, day, seed: 2, faults: 0.004)
        let left = try leftOut(request)
        return DemoStep(
            title: "broken records, inside the tolerance",
            note: "They are left out, counted, and listed in the error report by line.",
            expectation: ReceiptExpectation(
                "partial",
                counts: [
                    "read": few, "kept": left.kept, "rejected": left.rejected, "duplicate": left.duplicate,
                ])
        ) { try sealed(request, name(day, "_2")) }
    }

    func tooManyBroken() throws -> DemoStep {
        let request = request(few, day, seed: 3, faults: 0.03)
        return DemoStep(
            title: "broken records, over the tolerance", note: "Nothing of this drop reaches the catalogue.",
            expectation: ReceiptExpectation(
                "rejected", reason: "drop.over-tolerance",
                counts: ["read": few, "rejected": try leftOut(request).rejected])
        ) { try sealed(request, name(day, "_3")) }
    }

    func nominative() -> DemoStep {
        var request = request(few, day, seed: 4)
        request.nominativeRow = few / 2
        return DemoStep(
            title: "a name in a column that must be empty",
            note: "The whole drop is set aside until an operator decides.",
            expectation: ReceiptExpectation("quarantined", reason: "treatment.forbidden")
        ) { try sealed(request, name(day, "_4")) }
    }

    // MARK: bad envelopes, repeated drops

    func truncated() -> DemoStep {
        DemoStep(
            title: "a truncated envelope", note: "The last third of the file is missing.",
            expectation: ReceiptExpectation("rejected", reason: "envelope.truncated")
        ) {
            let whole = try producer.read(name(day) + ".age")
            let cut = name(day, "_5") + ".age"
            screen.command("head -c \(whole.count / 3 * 2) \(name(day)).age > \(cut)")
            try producer.write(cut, Array(whole.prefix(whole.count / 3 * 2)))
            return cut
        }
    }

    func tampered() -> DemoStep {
        DemoStep(
            title: "a tampered envelope", note: "One bit in the middle of the file is turned over.",
            expectation: ReceiptExpectation("rejected", reason: "envelope.altered")
        ) {
            var bytes = try producer.read(name(day) + ".age")
            bytes[bytes.count / 2] ^= 1
            let changed = name(day, "_6") + ".age"
            try producer.write(changed, bytes)
            return changed
        }
    }

    func repeated() -> DemoStep {
        DemoStep(
            title: "the first drop again", note: "The same bytes, byte for byte: they are taken once.",
            expectation: ReceiptExpectation("duplicate", reason: "drop.duplicate")
        ) { name(day) + ".age" }
    }

    // MARK: another base, persons who oppose

    func oscour() -> DemoStep {
        let plain = "O990000002_0_\(digits(day))060000.csv"
        let request = SyntheticRequest(folder: place.checkout + "/Conventions/oscour", rows: few, day: day)
        return DemoStep(
            title: "OSCOUR, a flat file in ISO-8859-1",
            note: "Another base, another account, another encoding; the same gateway.",
            account: "oscour", expectation: ReceiptExpectation("ingested", counts: ["read": few, "kept": few])
        ) { try sealed(request, plain) }
    }

    /// Persons of the first day oppose.
    func oppositions() throws -> DemoStep {
        let report = try ConventionFolder.load(place.checkout + "/Conventions/sidep")
        guard let rules = report.convention?.oppositions else { throw HomeFault.convention(id: "sidep", report.errors) }
        let drop = try request(rows, day).drop()
        let identifiers = try opponents().compactMap { drop.pseudonym(of: $0) }
        let plain = "OPPOSITION_SIDEP_\(digits(nextDay)).csv"
        return DemoStep(
            title: "\(DemoDrops.opponents) persons of the first day oppose",
            note: "The update goes to its own folder; it is taken before data drops.",
            folder: "oppositions",
            expectation: ReceiptExpectation("ingested", oppositions: DemoDrops.opponents)
        ) {
            let bytes = SyntheticOppositions.bytes(rules, identifiers: identifiers, .add, date: day)
            try producer.write(plain, bytes)
            screen.command("head -n 3 \(plain)")
            screen.quote(String(decoding: bytes, as: UTF8.self).split(separator: "\n").prefix(3))
            return try producer.seal(plain)
        }
    }

    /// The next day's extract still holds them; the gateway leaves them out.
    func nextDayWithoutThem() throws -> DemoStep {
        let request = request(rows, nextDay, seed: 5)
        let persons = try summary(request, countsPersons: true).persons
        let excluded = try opponents().reduce(0) { $0 + persons[$1, default: 0] }
        return DemoStep(
            title: "the next day, without those persons",
            note: "The extract still holds \(excluded) records of theirs; none may reach the catalogue.",
            expectation: ReceiptExpectation(
                "ingested", counts: ["read": rows, "kept": rows - excluded, "excluded": excluded])
        ) { try sealed(request, name(nextDay)) }
    }

    // MARK: how they are made

    /// The first persons who have a record on the first day.
    private func opponents() throws -> [Int] {
        let persons = try summary(request(rows, day), countsPersons: true).persons
        return Array(persons.keys.sorted().prefix(DemoDrops.opponents))
    }

    private func request(_ rows: Int, _ day: CivilDate, seed: UInt64 = 1, faults: Double = 0) -> SyntheticRequest {
        SyntheticRequest(
            folder: place.checkout + "/Conventions/sidep", rows: rows, day: day, seed: seed, faults: faults)
    }

    /// What the gateway leaves out of the drop's only table.
    private func leftOut(_ request: SyntheticRequest) throws -> SyntheticDrop.TableSummary {
        try summary(request).tables.first?.summary ?? SyntheticDrop.TableSummary()
    }

    private func summary(_ request: SyntheticRequest, countsPersons: Bool = false) throws -> SyntheticDrop.Summary {
        try request.drop(countsPersons: countsPersons).write { _ in }
    }

    private func sealed(_ request: SyntheticRequest, _ plain: String) throws -> String {
        try gateway.synthesise(request, to: plain)
        return try producer.seal(plain)
    }

    private func name(_ day: CivilDate, _ number: String = "") -> String { "SIDEP_\(digits(day))\(number).csv" }

    private func digits(_ day: CivilDate) -> String { String(day.description.filter { $0 != "-" }) }
}
