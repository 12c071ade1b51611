#!/usr/bin/env bash
# appimage.sh TREE RUNTIME IMAGE: makes an AppImage of the installed tree TREE
# (with usr/bin, usr/share) and the program RUNTIME that unpacks and starts it.
# Libraries come from this system's packages, but for those that every desktop
# has (appimage/system-libraries.txt). The same inputs give the same bytes.
set -euo pipefail
# shellcheck source=scripts/common.sh
. "$(dirname "$0")/common.sh"
tree=$1 runtime=$2 image=$3
here=$ROOT/scripts/appimage
triplet=$(gcc -dumpmachine)
system=/usr/lib/$triplet
dir=$OUT/bundle/AppDir
origins=$OUT/bundle/origins
libraries=$dir/usr/lib/$triplet
webkit=webkit2gtk-4.1

fail() {
  printf 'appimage: %s\n' "$*" >&2
  exit 1
}

# own_libraries FILE...: of all libraries that the files need, those to bundle.
own_libraries() {
  ldd "$@" | awk '$2 == "=>" { print $1, $3 }' | sort -u |
    while read -r name path; do
      grep -qxF "$name" "$here/system-libraries.txt" && continue
      [[ $path == /* ]] || fail "$name was not found on this system"
      printf '%s %s\n' "$name" "$path"
    done
}

# What GTK, GLib and WebKitGTK load by themselves.
modules() {
  install -D -m 755 -t "$libraries/$webkit" "$system/$webkit"/WebKit*Process
  install -D -m 644 -t "$libraries/$webkit/injected-bundle" "$system/$webkit"/injected-bundle/*.so
  install -D -m 644 -t "$libraries/gio/modules" "$system/gio/modules/libdconfsettings.so"
  # Found as libraries are, by the bare names in the two lists: nobody knows yet
  # where the folder will lie.
  install -m 644 -t "$libraries" "$system/gdk-pixbuf-2.0/2.10.0/loaders/libpixbufloader-svg.so" \
    "$system"/gtk-3.0/3.0.0/immodules/im-{ibus,fcitx5,xim,wayland}.so
  "$system/gdk-pixbuf-2.0/gdk-pixbuf-query-loaders" "$libraries"/libpixbufloader-*.so | bare \
    >"$libraries/loaders.cache"
  "$system/libgtk-3-0/gtk-query-immodules-3.0" "$libraries"/im-*.so | bare \
    >"$libraries/immodules.cache"
  # By which pictures, PNG as well, are known as such.
  install -D -m 644 -t "$dir/usr/share/mime" /usr/share/mime/mime.cache
  # For a camera that the window's page reads. WebKitGTK wants those for sound
  # with it, and ends without them.
  install -D -m 644 -t "$libraries/gstreamer-1.0" \
    "$system"/gstreamer-1.0/libgst{app,coreelements,jpeg,playback,typefindfunctions}.so \
    "$system"/gstreamer-1.0/libgst{video4linux2,videoconvertscale,videofilter,videorate}.so \
    "$system"/gstreamer-1.0/libgst{audioconvert,audiofx,audioresample,autodetect,volume}.so
  # Opened by name, and missing on some desktops; it only passes calls on to the
  # system's libGLdispatch.
  install -m 644 "$system/libGLESv2.so.2" "$libraries"
  mkdir -p "$dir/usr/share/glib-2.0/schemas"
  cp /usr/share/glib-2.0/schemas/org.{gnome.desktop.{interface,a11y,wm,sound,privacy,lockdown,enums},gtk.Settings}*.xml \
    "$dir/usr/share/glib-2.0/schemas"
  glib-compile-schemas --strict "$dir/usr/share/glib-2.0/schemas"
  rm "$dir/usr/share/glib-2.0/schemas"/*.xml
}
bare() { sed -E -e '/^#/d' -e 's#^"/.*/([^/]+\.so)"#"\1"#'; }

# Programs look for libraries in here first, by a path relative to themselves.
# As RPATH (not RUNPATH) it also holds for what libraries load.
paths() {
  patchelf --force-rpath --set-rpath "\$ORIGIN/../lib/$triplet" "$dir/usr/bin/mien-app"
  local program
  for program in "$libraries/$webkit"/WebKit*Process; do
    patchelf --force-rpath --set-rpath "\$ORIGIN/.." "$program"
  done
  # WebKitGTK has the folder of its helper programs compiled in, and release
  # builds have no variable for it. A relative path of the same length takes its
  # place; AppRun makes a folder the working folder in which that path leads to the
  # programs, and the app never changes that. The folder is closed and goes by the
  # app's name, because file dialogs show it: what a person saved there would be
  # gone with the next version.
  mkdir "$dir/Mien"
  ln -s ../usr/lib "$dir/Mien/lib"
  chmod 555 "$dir/Mien"
  local lib=$libraries/libwebkit2gtk-4.1.so.0 from=/usr/lib/$triplet/$webkit
  LC_ALL=C sed -i "s|/usr\(/lib/$triplet/$webkit\)|././\1|g" "$lib"
  if LC_ALL=C grep -qF "$from" "$lib"; then fail "$from is still in $lib"; fi
  [[ $(LC_ALL=C grep -aoF "././/lib/$triplet/$webkit" "$lib" | wc -l) == 2 ]] ||
    fail "$lib does not have the two paths that this script knows: look at it anew"
}

# The licence of every library, and where its source is.
licences() {
  local doc=$dir/usr/share/doc/mien/libraries path package
  mkdir -p "$doc"
  {
    echo "What is in this AppImage beside Mien comes unchanged from these packages of $(. /etc/os-release && echo "$PRETTY_NAME"),"
    echo "but for the search paths of libwebkit2gtk and its helper programs. Their licences lie"
    echo "beside this file; \`apt-get source PACKAGE=VERSION\` there fetches their source."
    echo
    owners | sort -u | while read -r package; do
      dpkg-query -W -f='${Package} ${source:Version} (source package ${source:Package})\n' "$package"
      install -D -m 644 "/usr/share/doc/${package%%:*}/copyright" "$doc/${package%%:*}.txt"
    done
  } >"$doc/README"
}

# The packages of the files in $origins. Packages from before the folders /lib
# and /usr/lib became one know their files by the shorter path.
owners() {
  local files
  mapfile -t files < <(xargs readlink -f <"$origins" | sort -u)
  { dpkg -S "${files[@]}" "${files[@]#/usr}" 2>/dev/null || true; } |
    awk -v wanted="${#files[@]}" -F ': ' '
      { print $1; found[$2] = 1 }
      END { if (length(found) < wanted) { print "a bundled file is of no package" >"/dev/stderr"; exit 1 } }'
}

[[ ! -d $dir/Mien ]] || chmod 755 "$dir/Mien"
rm -rf "$dir"
mkdir -p "$dir"
cp -a "$tree/usr" "$dir/usr"
modules
: >"$origins"
mapfile -t roots < <(find "$dir/usr/bin" "$libraries" -type f \( -perm -u+x -o -name '*.so' \) | sort)
own_libraries "${roots[@]}" | while read -r name path; do
  install -m 644 "$path" "$libraries/$name"
  printf '%s\n' "$path" >>"$origins"
done
# Of what else was put there, one file for each package that it is from; and the C
# library, which is a part of the program in front.
printf '%s\n' "$system"/{libGLESv2.so.2,"$webkit/WebKitWebProcess",gio/modules/libdconfsettings.so} \
  "$system/gdk-pixbuf-2.0/2.10.0/loaders/libpixbufloader-svg.so" \
  "$system"/gtk-3.0/3.0.0/immodules/im-{ibus,fcitx5,xim}.so \
  "$system"/gstreamer-1.0/libgst{app,coreelements,jpeg}.so \
  /usr/share/glib-2.0/schemas/org.{gnome.desktop.interface,gtk.Settings.FileChooser}.gschema.xml \
  /usr/share/mime/packages/freedesktop.org.xml "$system/libc.a" >>"$origins"
paths
licences

glibc=$({ find "$dir/usr" -type f -exec objdump -T {} + 2>/dev/null || true; } |
  grep -oE 'GLIBC_[0-9]+\.[0-9]+' | sort -uV | tail -n1)
sed -e "s/LIBRARIES/$triplet/" -e "s/version GLIBC /version ${glibc#GLIBC_} /" "$here/AppRun" >"$dir/AppRun"
chmod 755 "$dir/AppRun"
cp "$tree/usr/share/applications/mien.desktop" "$dir/mien.desktop"
cp "$tree/usr/share/icons/hicolor/256x256/apps/mien.png" "$dir/mien.png"
ln -s mien.png "$dir/.DirIcon"

# No library of ours may come from the system by chance.
strangers=$(ldd "$dir/usr/bin/mien-app" "$libraries/$webkit/WebKitWebProcess" "$libraries/$webkit/WebKitNetworkProcess" |
  awk '$2 == "=>" && index($3, "/bundle/AppDir/") == 0 { print $1 }' | sort -u |
  grep -vxFf "$here/system-libraries.txt" || true)
[[ -z $strangers ]] || fail "not in the AppDir: $strangers"

packed=$OUT/bundle/image.squashfs
rm -f "$packed" "$image"
mksquashfs "$dir" "$packed" -quiet -no-progress -noappend -all-root -no-xattrs \
  -comp zstd -Xcompression-level "${MIEN_ZSTD:-19}" -b 1M -mkfs-time 0 -all-time 0
cat "$runtime" "$packed" >"$image.tmp"
# What tells an AppImage of type 2 from another program.
printf 'AI\x02' | dd of="$image.tmp" bs=1 seek=8 conv=notrunc status=none
# Last the SHA-256 of all before it, by which the runtime knows a damaged file.
# shellcheck disable=SC2059
printf "$(sha256_of "$image.tmp" | sed 's/../\\x&/g')" >>"$image.tmp"
chmod 755 "$image.tmp"
[[ $("$image.tmp" --appimage-offset) == $(stat -Lc %s "$runtime") ]] ||
  fail "$runtime does not find the image behind itself"
mv "$image.tmp" "$image"
chmod 755 "$dir/Mien"
rm -rf "$packed" "$origins" "$dir"
