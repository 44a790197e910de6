// SPDX-License-Identifier: MIT
#include "FS.h"

#include <stdlib.h>

#include "LittleFS.h"
#include "SPIFFS.h"
#include "twinport/host.h"

fs::FlashFS LittleFS;
fs::FlashFS SPIFFS;

namespace fs {

namespace {
constexpr int kAbsent = -1;
constexpr int kDirectory = -2;
constexpr size_t kName = 256;
String with_slash(const char *path) { return *path == '/' ? String(path) : String("/") + path; }
int size_of(const String &path) { return host_file_size(path.c_str(), path.length()); }
}  // namespace

struct File::State {
  String path;
  uint8_t *bytes = nullptr;
  size_t size = 0;
  size_t room = 0;
  size_t at = 0;
  bool directory = false;
  bool writing = false;
  bool append = false;
  bool dirty = false;
  int next = 0;

  ~State() {
    save();
    free(bytes);
  }
  bool grow(size_t wanted) {
    if (wanted <= room) return true;
    size_t target = wanted + wanted / 2 + 64;
    uint8_t *grown = (uint8_t *)realloc(bytes, target);
    if (!grown) return false;
    bytes = grown;
    room = target;
    return true;
  }
  bool save() {
    if (!dirty) return true;
    dirty = host_file_write(path.c_str(), path.length(), bytes, size) != 0;
    return !dirty;
  }
};

size_t File::write(const uint8_t *from, size_t size) {
  if (!state_ || !state_->writing) return 0;
  if (state_->append) state_->at = state_->size;
  if (!state_->grow(state_->at + size)) return 0;
  memcpy(state_->bytes + state_->at, from, size);
  state_->at += size;
  if (state_->at > state_->size) state_->size = state_->at;
  state_->dirty = true;
  return size;
}
int File::available() { return state_ ? (int)(state_->size - state_->at) : 0; }
int File::read() {
  uint8_t byte;
  return read(&byte, 1) == 1 ? byte : -1;
}
int File::peek() {
  return state_ && state_->at < state_->size ? state_->bytes[state_->at] : -1;
}
size_t File::read(uint8_t *into, size_t size) {
  if (!state_) return 0;
  size_t left = state_->size - state_->at;
  if (size > left) size = left;
  memcpy(into, state_->bytes + state_->at, size);
  state_->at += size;
  return size;
}
void File::flush() {
  if (state_ && !state_->save()) setWriteError();
}
bool File::seek(uint32_t position, SeekMode mode) {
  if (!state_) return false;
  size_t from = mode == SeekSet ? 0 : mode == SeekCur ? state_->at : state_->size;
  size_t target = mode == SeekEnd ? from - position : from + position;
  if (target > state_->size) return false;
  state_->at = target;
  return true;
}
size_t File::position() const { return state_ ? state_->at : 0; }
size_t File::size() const { return state_ ? state_->size : 0; }
void File::close() { state_.reset(); }
const char *File::path() const { return state_ ? state_->path.c_str() : nullptr; }
const char *File::name() const {
  return state_ ? state_->path.c_str() + state_->path.lastIndexOf('/') + 1 : nullptr;
}
bool File::isDirectory() const { return state_ && state_->directory; }
void File::rewindDirectory() {
  if (state_) state_->next = 0;
}
File File::openNextFile(const char *mode) {
  if (!isDirectory()) return File();
  char name[kName];
  int n = host_dir_entry(state_->path.c_str(), state_->path.length(), state_->next, name, kName);
  if (n < 0) return File();
  state_->next++;
  String below = state_->path.endsWith("/") ? state_->path : state_->path + "/";
  return FS().open(below + String(name, (unsigned)n), mode);
}

File FS::open(const char *name, const char *mode, bool create) {
  if (!name || !*name || !mode) return File();
  auto state = std::make_shared<File::State>();
  state->path = with_slash(name);
  int size = size_of(state->path);
  state->directory = size == kDirectory;
  if (state->directory) return *mode == 'r' ? File(state) : File();
  state->append = *mode == 'a';
  state->writing = *mode != 'r' || strchr(mode, '+');
  if (*mode == 'r' && size == kAbsent) return File();
  if (create && state->writing) {
    for (int cut = state->path.indexOf('/', 1); cut > 0; cut = state->path.indexOf('/', cut + 1)) {
      mkdir(state->path.substring(0, cut));
    }
  }
  if (*mode == 'w' || size == kAbsent) {
    // An empty file is there at once, so a missing directory shows here and not at close.
    if (host_file_write(state->path.c_str(), state->path.length(), "", 0) != 0) return File();
    return File(state);
  }
  if (!state->grow((size_t)size)) return File();
  state->size = (size_t)host_file_read(state->path.c_str(), state->path.length(), state->bytes, size);
  return File(state);
}

bool FS::exists(const char *path) { return size_of(with_slash(path)) != kAbsent; }
bool FS::remove(const char *path) {
  String full = with_slash(path);
  return host_file_remove(full.c_str(), full.length()) == 0;
}
bool FS::rename(const char *from, const char *to) {
  String a = with_slash(from), b = with_slash(to);
  return host_file_rename(a.c_str(), a.length(), b.c_str(), b.length()) == 0;
}
bool FS::mkdir(const char *path) {
  String full = with_slash(path);
  return size_of(full) == kDirectory || host_dir_make(full.c_str(), full.length()) == 0;
}
bool FS::rmdir(const char *path) {
  String full = with_slash(path);
  return host_dir_remove(full.c_str(), full.length()) == 0;
}

bool FlashFS::begin(bool, const char *, uint8_t, const char *) { return true; }
bool FlashFS::format() {
  File root = open("/");
  char name[kName];
  for (int n; (n = host_dir_entry("/", 1, 0, name, kName)) >= 0;) {
    String path = String("/") + String(name, (unsigned)n);
    if (!remove(path) && !rmdir(path)) return false;
  }
  return true;
}
size_t FlashFS::totalBytes() { return host_flash_total(); }
size_t FlashFS::usedBytes() { return host_flash_used(); }

}  // namespace fs
