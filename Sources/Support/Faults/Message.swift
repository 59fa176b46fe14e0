/// A language in which Écluse speaks to producers.
package enum Language: String, Sendable, CaseIterable {
    case french = "fr"
    case english = "en"
}

/// What a code means and what to do next, in both languages; `{name}` stands for an argument of the fault.
package struct Message: Sendable, Equatable {
    package let code: FaultCode
    package let french: String
    package let english: String

    /// The sentences of `code`.
    package init(_ code: FaultCode, fr french: String, en english: String) {
        self.code = code
        self.french = french
        self.english = english
    }

    /// The sentence in `language` with its arguments filled in.
    package func text(_ language: Language, _ arguments: [String: String] = [:]) -> String {
        var rest = (language == .french ? french : english)[...]
        var result = ""
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            result += rest[..<open]
            let name = String(rest[rest.index(after: open)..<close])
            result += arguments[name].map(Visible.escape) ?? "{\(name)}"
            rest = rest[rest.index(after: close)...]
        }
        return result + rest
    }
}

/// The messages of one module or, merged, of the product.
///
/// Each module that speaks to producers has one in `Messages.swift`.
package struct MessageTable: Sendable {
    private var byCode: [FaultCode: Message]

    /// A table of `messages`.
    package init(_ messages: [Message]) {
        byCode = Dictionary(messages.map { ($0.code, $0) }) { first, _ in first }
    }

    /// All messages of `tables`.
    package init(merging tables: [MessageTable]) {
        self.init(tables.flatMap { $0.byCode.values })
    }

    /// Every message, by code.
    package var all: [Message] { byCode.values.sorted { $0.code.rawValue < $1.code.rawValue } }

    /// The message of `code`, or of its family where the rest of the code is a name that someone else chose:
    /// `rule` for `rule.sortie-apres-entree`.
    package subscript(code: FaultCode) -> Message? {
        byCode[code] ?? byCode[FaultCode(rawValue: String(code.rawValue.prefix { $0 != "." }))]
    }

    /// The sentence for `code`; the bare code where no message is known.
    package func text(_ code: FaultCode, _ language: Language, _ arguments: [String: String] = [:]) -> String {
        self[code]?.text(language, arguments) ?? code.rawValue
    }

    /// The sentence for `fault`.
    package func text(_ fault: any Fault, _ language: Language) -> String {
        text(fault.code, language, fault.arguments)
    }
}
