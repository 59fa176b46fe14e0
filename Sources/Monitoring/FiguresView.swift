internal import Commands
package import Ledger
package import Support

/// Daily figures of the drops, by account.
package enum FiguresView {
    /// The days from `first` to `last`, both included.
    package static func daily(_ ledger: any Ledger, from first: CivilDate, through last: CivilDate) throws -> Answer {
        let figures = try ledger.dailyFigures(from: first, through: last)
        var table = TextTable("DAY", "ACCOUNT", ">DROPS", ">SIZE", "STATES")
        for figure in figures {
            let states = DropState.allCases.compactMap { state in figure.states[state].map { "\(state.rawValue) \($0)" }
            }
            table.add([
                figure.day.description, figure.account, String(figure.drops), Figures.bytes(figure.bytes),
                states.joined(separator: ", "),
            ])
        }
        return Answer(
            figures.isEmpty ? [.line("no drops")] : [.table(table)],
            json: .list(
                figures.map { figure in
                    .object([
                        ("day", .text(figure.day)), ("account", .text(figure.account)), ("drops", .count(figure.drops)),
                        ("bytes", .count(Int64(clamping: figure.bytes))),
                        (
                            "states",
                            .object(
                                DropState.allCases.compactMap { state in
                                    figure.states[state].map { (state.rawValue, .count($0)) }
                                })
                        ),
                    ])
                }))
    }
}
