@main
struct Ecluse {
    static func main() {}
}
