/// What a worker process is started for.
struct WorkerOrder: Codable {
  let library: LibrarySpec
  /// To how many processors to keep, for a library that takes no number of threads; `nil` for all.
  let processors: Int?
}
