internal import Records
internal import Support
internal import Treatment

/// The guide's words in one language.
struct GuideWords {
    private let language: Language
    private let texts: GuideTexts

    init(_ language: Language) {
        self.language = language
        texts = language == .french ? .french : .english
    }

    subscript(word: KeyPath<GuideTexts, String>) -> String { texts[keyPath: word] }

    /// The text with `{name}` filled in.
    func fill(_ word: KeyPath<GuideTexts, String>, _ values: [String: String]) -> String {
        values.reduce(texts[keyPath: word]) { text, value in replace("{\(value.key)}", with: value.value, in: text) }
    }

    private func replace(_ mark: String, with value: String, in text: String) -> String {
        var parts: [Substring] = []
        var rest = text[...]
        while let range = rest.firstRange(of: mark) {
            parts.append(rest[..<range.lowerBound])
            rest = rest[range.upperBound...]
        }
        parts.append(rest)
        return parts.joined(separator: value)
    }

    func period(_ period: DropCalendar.Period) -> String {
        let names: [DropCalendar.Period: (fr: String, en: String)] = [
            .daily: ("chaque jour", "every day"), .weekly: ("chaque semaine", "every week"),
            .monthly: ("chaque mois", "every month"), .quarterly: ("chaque trimestre", "every quarter"),
            .yearly: ("chaque année", "every year"),
        ]
        return choose(names[period] ?? ("", ""))
    }

    func type(_ type: FieldType) -> String {
        switch type {
        case .string: choose(("texte", "text"))
        case .integer: choose(("entier", "integer"))
        case .number: choose(("nombre", "number"))
        case .decimal(let precision, let scale):
            choose(
                (
                    "nombre à \(precision) chiffres dont \(scale) décimales",
                    "number of \(precision) digits, \(scale) decimal"
                ))
        case .boolean(let yes, let no): (yes + no).map { "`\($0)`" }.joined(separator: ", ")
        case .date(let format): choose(("date", "date")) + " `\(format)`"
        case .datetime(let format): choose(("date et heure", "date and time")) + " `\(format)`"
        case .time(let format): choose(("heure", "time")) + " `\(format)`"
        case .year: choose(("année", "year")) + " `%Y`"
        case .yearmonth(let format): choose(("mois", "month")) + " `\(format)`"
        }
    }

    /// What becomes of a field, in words.
    func treatment(_ treatment: FieldTreatment) -> String {
        switch treatment {
        case .keep, .keepPublic: choose(("conservé", "kept"))
        case .keepCoded: choose(("conservé (codes)", "kept (codes)"))
        case .drop: choose(("retiré", "removed"))
        case .forbid: choose(("**doit être vide**", "**must be empty**"))
        case .pseudonym: choose(("remplacé par un pseudonyme", "replaced by a pseudonym"))
        case .rekey: choose(("remplacé par le pseudonyme de niveau 2", "replaced by the level-2 pseudonym"))
        case .renumber: choose(("remplacé par un numéro d’ordre", "replaced by a number"))
        case .ageYears(_, let cap), .ageCap(let cap as Int?):
            choose(("âge en années", "age in years"))
                + (cap.map { choose((" (au plus \($0))", " (at most \($0))")) } ?? "")
        case .toHour: choose(("à l’heure près", "to the hour"))
        case .toDate: choose(("au jour près", "to the day"))
        case .toMonth: choose(("au mois près", "to the month"))
        case .toYear: choose(("à l’année près", "to the year"))
        case .delayDays(let reference, let unit):
            choose(("délai depuis `\(reference)` (\(french(unit)))", "time since `\(reference)` (\(unit.rawValue)s)"))
        case .toDepartment: choose(("département", "department"))
        case .bin(let width): choose(("par classes de \(width)", "in classes of \(width)"))
        case .prefix(let length): choose(("\(length) premiers caractères", "first \(length) characters"))
        }
    }

    private func french(_ unit: FieldTreatment.DelayUnit) -> String {
        switch unit {
        case .day: "jours"
        case .hour: "heures"
        case .minute: "minutes"
        }
    }

    private func choose(_ pair: (fr: String, en: String)) -> String { language == .french ? pair.fr : pair.en }
}
