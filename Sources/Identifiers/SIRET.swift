/// Numbers of enterprises (SIREN, 9 digits) and of their establishments (SIRET, 14 digits), Luhn.
package enum SIRET {
    /// Digits of an establishment's number.
    package static let length = 14
    private static let laPoste = Array("356000000".utf8)

    /// Digits of an enterprise's number.
    package static let enterpriseLength = 9

    /// Whether `text` is an establishment's number with its key.
    ///
    /// La Poste ran out of Luhn keys: the digits of its establishments add up to a multiple of five (INSEE).
    package static func isValid(_ text: Span<UInt8>) -> Bool {
        guard text.count == length else { return false }
        if Luhn.isValid(text) { return true }
        return isLaPoste(text) && ASCII.areDigits(text) && digitSum(text) % 5 == 0
    }

    /// Whether `text` is an enterprise's number with its key.
    package static func isValidEnterprise(_ text: Span<UInt8>) -> Bool {
        text.count == enterpriseLength && Luhn.isValid(text)
    }

    private static func isLaPoste(_ text: Span<UInt8>) -> Bool {
        for (index, byte) in laPoste.enumerated() where text[index] != byte { return false }
        return true
    }

    private static func digitSum(_ text: Span<UInt8>) -> Int {
        var sum = 0
        for index in text.indices { sum += ASCII.value(text[index]) }
        return sum
    }
}
