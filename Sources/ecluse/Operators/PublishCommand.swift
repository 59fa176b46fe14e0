internal import Cards
internal import Catalogue
internal import Commands
internal import Convention
internal import Exclusion
internal import Home
internal import Ledger
internal import Monitoring
internal import Platform
internal import Support

extension CommandTable {
    static let publish = Command(
        "publish", "write the card of each base as JSON and HealthDCAT-AP, with figures and a made-up sample",
        discussion: """
            Writes DIRECTORY/catalog.jsonld, and card.json, dataset.jsonld and samples in a folder for each base; files of before are
            replaced. The bases are those of the conventions in force. Nothing but figures of the catalogue is in them.
            """,
        arguments: [.init("DIRECTORY", .one, "folder of the public catalogue; made where it is not there")],
        examples: [
            .init("ecluse catalogue publish /srv/www/catalogue --home /srv/ecluse", "after the night's drops, say")
        ],
        run: publishCards)

    private static func publishCards(_ invocation: Invocation) throws -> ExitStatus {
        let home = try OpenedHome.open(invocation)
        let library = try home.conventions()
        let gathering = try CardGathering(home)
        var cards: [BaseCard] = []
        var left: [LeftOut] = []
        for convention in library.inForce(on: SystemClock().now().date) {
            guard let card = try gathering.card(convention) else {
                left.append(LeftOut(convention: convention.id, reason: .members(convention.card.missing)))
                continue
            }
            if cards.contains(where: { $0.folder == card.folder }) {
                left.append(LeftOut(convention: convention.id, reason: .folder(card.folder)))
            } else {
                cards.append(card)
            }
        }
        let path = invocation.arguments[0]
        try CardPublication.write(cards, in: gathering.catalogue, to: try CardPublication.directory(path))
        return finish(answer(cards, left), invocation)
    }

    /// A base without a card, and why.
    private struct LeftOut {
        /// What keeps a base from being published.
        enum Reason {
            case members([String])
            case folder(String)

            var text: String {
                switch self {
                case .members(let names): "not published, its card lacks " + names.joined(separator: ", ")
                case .folder(let name): "not published, another convention's card has the same urlName \(name)"
                }
            }
        }

        let convention: String
        let reason: Reason
    }

    private static func answer(_ cards: [BaseCard], _ left: [LeftOut]) -> Answer {
        var table = TextTable("CARD", "BASE", ">TABLES", ">ROWS", "UPDATED", ">SAMPLES")
        for card in cards {
            table.add(
                card.folder, card.base, String(card.tables), card.rows.map { String($0) } ?? "few",
                card.lastUpdate?.iso8601(fraction: 0) ?? "-", String(card.sampleCount))
        }
        var parts: [Answer.Part] = cards.isEmpty ? [.line("no cards")] : [.table(table)]
        parts += left.map { .line("\($0.convention): \($0.reason.text)") }
        parts += cards.filter { !$0.placeholders.isEmpty }.map { card in
            .line("\(card.folder): the holder still has to say \(card.placeholders.joined(separator: ", "))")
        }
        let json: JSONValue = .object([
            (
                "published",
                .list(
                    cards.map { card in
                        .object([
                            ("card", .text(card.folder)), ("base", .text(card.base)),
                            ("rows", card.rows.map { .count($0) } ?? JSONValue(.null)),
                            ("lastUpdate", .optional(card.lastUpdate)), ("samples", .count(card.sampleCount)),
                            ("placeholders", .list(card.placeholders.map { .text($0) })),
                        ])
                    })
            ),
            (
                "left",
                .list(
                    left.map { .object([("convention", .text($0.convention)), ("reason", .text($0.reason.text))]) })
            ),
        ])
        return Answer(parts, json: json, isSound: left.isEmpty)
    }
}
