// A package repository without packages, signed with a key that was made for it in 2025 and does not expire.

/** The id of the key. */
export const KEY_ID = 'E008FF0760B36E7F';

export const KEY = `-----BEGIN PGP PUBLIC KEY BLOCK-----

mDMEZ3SFgBYJKwYBBAHaRw8BAQdABUZSRTwjUUWYeoaeqMrCsZBkHeaZtcWurKIo
+Il0Wcu0F1Rlc3QgPHRlc3RAZXhhbXBsZS5jb20+iJAEExYIADgWIQSleAGADzqm
WGzRY4vgCP8HYLNufwUCZ3SFgAIbAwULCQgHAgYVCgkICwIEFgIDAQIeAQIXgAAK
CRDgCP8HYLNuf4VPAP9rWxCMwI8XL5jr4qfM59o/IfdKm2xkZD9cykByLDFjywEA
5L+uLnv7J26m4bG5AvoF5TN7jEpzAoh0vvPnZIorSwA=
=ICdX
-----END PGP PUBLIC KEY BLOCK-----
`;

const IN_RELEASE = `-----BEGIN PGP SIGNED MESSAGE-----
Hash: SHA256

Origin: tsp
Label: tsp
Suite: tsp
Codename: tsp
Date: Sat, 01 Nov 2025 00:00:00 UTC
Architectures: amd64 all
SHA256:
 e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855 0 Packages
-----BEGIN PGP SIGNATURE-----

iIcEARYIAC8WIQSleAGADzqmWGzRY4vgCP8HYLNufwUCZ3XXABEcdGVzdEBleGFt
cGxlLmNvbQAKCRDgCP8HYLNuf5s6AP44+vCIpPi38NSPuV/CXe/UW+L9cpnSsKWA
gNtatswFTAD/Rg5iXMXQA/7y5B/6qHO+V4f4838x/NRv4QvztONrHA8=
=85XE
-----END PGP SIGNATURE-----
`;

/** Makes the repository in /srv/signed and a copy of its key in /srv/signed.asc. */
export const MAKE_SIGNED_REPOSITORY = `mkdir -p /srv/signed && : > /srv/signed/Packages
cat > /srv/signed.asc <<'EOF'
${KEY}EOF
cat > /srv/signed/InRelease <<'EOF'
${IN_RELEASE}EOF`;
