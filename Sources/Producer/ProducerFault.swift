package import Support

/// Why a producer's command cannot do what was asked; values and identifiers are never part of it.
package enum ProducerFault: Fault, Equatable {
    /// The folder is a convention, but not the copy of an account's `/convention`: this file of the gateway's keys is missing or broken.
    case notACopy(file: String)
    /// The convention does not take the one format that this program seals.
    case noAge
    /// The gateway's key is of a kind that this program does not seal for.
    case foreignRecipient
    /// Files are to be packed, and nothing says how the drop is called.
    case nameNeeded(example: String)
    /// The file is sealed and no key to open it was given.
    case sealed
    /// The file changed while it was read.
    case changed
    /// The convention asks for a signature beside the drop.
    case signatureNeeded
    /// `ssh-keygen` is missing or made no signature.
    case notSigned
    /// The convention has no account, or several, and none was named.
    case accountNeeded(accounts: [String])
    /// Nothing says where the gateway is.
    case hostNeeded
    /// No address belongs to the name.
    case unknownAddress
    /// The convention has no opposition updates.
    case noOppositions
    /// The list holds no identifier.
    case emptyList
    /// A line of the list is no identifier that a file of the convention can hold.
    case badLine(Int)
    /// Another drop of that name waits in the account.
    case nameTaken
    /// No outcome has come.
    case noReceipt(minutes: Int)
    /// The account holds a receipt that the gateway's key did not sign.
    case receiptForged
    /// What is said to be a receipt is none.
    case receiptMalformed
    /// A drop of that name was taken before.
    case alreadyTaken(receipt: String)

    package var code: FaultCode {
        switch self {
        case .notACopy: "convention.not-a-copy"
        case .noAge: "producer.no-age"
        case .foreignRecipient: "producer.foreign-recipient"
        case .nameNeeded: "producer.name-needed"
        case .sealed: "producer.sealed"
        case .changed: "producer.changed"
        case .signatureNeeded: "producer.signature-needed"
        case .notSigned: "producer.not-signed"
        case .accountNeeded: "producer.account-needed"
        case .hostNeeded: "producer.host-needed"
        case .unknownAddress: "producer.unknown-address"
        case .noOppositions: "producer.no-oppositions"
        case .emptyList: "producer.empty-list"
        case .badLine: "producer.bad-line"
        case .nameTaken: "producer.name-taken"
        case .noReceipt: "producer.no-receipt"
        case .receiptForged: "producer.receipt-forged"
        case .receiptMalformed: "producer.receipt-malformed"
        case .alreadyTaken: "producer.already-taken"
        }
    }

    package var arguments: [String: String] {
        switch self {
        case .notACopy(let file): ["file": file]
        case .nameNeeded(let example): ["example": example]
        case .accountNeeded(let accounts): ["accounts": accounts.joined(separator: ", ")]
        case .badLine(let line): ["line": String(line)]
        case .noReceipt(let minutes): ["minutes": String(minutes)]
        case .alreadyTaken(let receipt): ["receipt": receipt]
        default: [:]
        }
    }
}
