internal import Commands
internal import Glibc
internal import Platform

@main
struct Ecluse {
    static func main() {
        ProcessSettings.restart(CommandLine.arguments, with: StartSettings.of(CommandLine.arguments.dropFirst().first))
        ProcessSettings.harden()
        let status = CommandTable.program.run(
            Array(CommandLine.arguments.dropFirst()), output: Output(descriptor: STDOUT_FILENO),
            errors: Output(descriptor: STDERR_FILENO))
        exit(status.rawValue)
    }
}
