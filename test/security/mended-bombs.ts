// Templates that once lasted long or filled the memory: what walks, writes or hashes pays for it now.

/** A template file's text by what it tries. */
export const MENDED_BOMBS: Readonly<Record<string, string>> = {
  'from_json num': '{{ ("1"*10**7)|from_json }}',
  random_mac: '{% for i in range(10**6) %}{{ "52"|community.general.random_mac(seed="x") }}{% endfor %}',
  'strftime long': '{{ ("%c%x%X"*10**6)|strftime|length }}',
  expandvars: '{{ ("$PATH"*10**6)|expandvars|length }}',
  'lookup csvfile': '{{ lookup("csvfile","x file=/dev/zero") }}',
  'lookup ini': '{{ lookup("ini","x file=/dev/zero") }}',
  'lookup template': '{{ lookup("template","/dev/zero") }}',
  'lookup password': '{{ lookup("password","/dev/null length=99999999999") }}',
  'lookup password chars': '{{ lookup("password","/dev/null",length=5,chars=["a"*10**7]) }}',
  'lookup vars': '{{ lookup("varnames",".*"*1000) }}',
  'lookup varnames evil': '{{ lookup("varnames","(.+)+$x") }}',
  'lookup env': '{{ lookup("env",*range(10**6))|length }}',
  'lookup merge_variables': '{{ lookup("community.general.merge_variables","(.+)+$x",pattern_type="regex") }}',
  'q items': '{{ q("items",range(10**9)|list)|length }}',
  'hostvars json': '{{ hostvars|to_json|length }}',
  'vars json': '{{ vars|to_json|length }}',
};
