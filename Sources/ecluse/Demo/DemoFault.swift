internal import Support

/// Why the demonstration cannot go on.
enum DemoFault: Fault, Equatable {
    /// No folder with `Conventions/` and `keys-example/` above the program.
    case noCheckout
    case noTool(String)
    /// A command that a producer or an operator would have typed failed; what it said was shown.
    case commandFailed(String)
    case rolesEnded
    case tooLate(String)
    case interrupted

    var code: FaultCode {
        switch self {
        case .noCheckout: "demo.no-checkout"
        case .noTool: "demo.no-tool"
        case .commandFailed: "demo.command-failed"
        case .rolesEnded: "demo.roles-ended"
        case .tooLate: "demo.too-late"
        case .interrupted: "demo.interrupted"
        }
    }

    var arguments: [String: String] {
        switch self {
        case .noCheckout, .rolesEnded, .interrupted: [:]
        case .noTool(let name), .commandFailed(let name): ["name": name]
        case .tooLate(let what): ["what": what]
        }
    }

    /// Sentences of the codes.
    static let messages = MessageTable([
        Message(
            "demo.no-checkout",
            fr: "Conventions/ et keys-example/ sont introuvables ; indiquez le dossier des sources dans $ECLUSE_ROOT.",
            en: "Conventions/ and keys-example/ were not found; name the folder of the sources in $ECLUSE_ROOT."),
        Message(
            "demo.no-tool",
            fr: "Le programme {name} manque ; installez-le : apt-get install age openssh-client.",
            en: "The program {name} is missing; install it: apt-get install age openssh-client."),
        Message(
            "demo.command-failed", fr: "La commande {name} a échoué ; son message est ci-dessus.",
            en: "The command {name} failed; what it said is above."),
        Message(
            "demo.roles-ended", fr: "La passerelle s’est arrêtée ; la fin de son journal est ci-dessus.",
            en: "The gateway ended; the end of its log is above."),
        Message(
            "demo.too-late", fr: "Attente trop longue : {what} ; la fin du journal est ci-dessus.",
            en: "Waited too long for {what}; the end of the log is above."),
        Message(
            "demo.interrupted", fr: "Démonstration interrompue ; tout est arrêté et effacé.",
            en: "The demo was interrupted; everything is stopped and removed."),
    ])
}
