internal import Exclusion
package import Support

extension OutcomeReceipt {
    /// Name and version of the JSON of a ``forecast(language:messages:)``.
    package static let forecastFormat = "ecluse-check/1"

    /// What the gateway would answer, as far as the file alone tells it: JSON, and the text in `language`.
    ///
    /// It is no receipt: it has neither number nor signature, and its sentences say "would".
    package func forecast(language: Language, messages: MessageTable) -> (json: JSONValue, text: [UInt8]) {
        let merged = ReceiptMessages.merged(messages)
        let json =
            [
                ("format", .text(OutcomeReceipt.forecastFormat)), ("file", .text(Visible.escape(head.fileName))),
                (
                    "convention",
                    head.convention.map { .object([("id", .text($0.id)), ("version", .count($0.version))]) }
                        ?? JSONValue(.null)
                ),
            ] + outcomeJSON(language, merged, .standard)
        var text = ReceiptText(language, messages)
        text.beginForecast(head)
        text.outcome(self, .standard, isForecast: true)
        return (.object(json), text.bytes)
    }
}
