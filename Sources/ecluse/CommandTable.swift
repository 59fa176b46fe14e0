internal import Commands

/// Every command of `ecluse`, one row each.
enum CommandTable {
    /// Version of the product.
    static let version = "0.1.0"

    /// Options of every command.
    static let options: [Command.Option] = [
        .value("home", "DIRECTORY", variable: "ECLUSE_HOME", "the gateway's home directory"),
        .flag("json", "print the result as JSON"),
    ]

    static let commands: [Command] = []

    static let program = Program(
        "ecluse", "secure ingestion gateway for health-data drops", version: version, options: options,
        commands: commands)
}
