import { describe, expect, it } from 'vitest';
import { argumentSecrets } from './argument-secrets.js';
import { credentialNamed } from './credential-name.js';
import { knownCredential } from './known-format.js';
import { literalSecret } from './literal-secret.js';
import { textSecrets } from './text-secrets.js';

const BODY = 'MIIEvQIBADANBgkqhkiG9w0B';
const PEM = `-----BEGIN RSA PRIVATE KEY-----\n${BODY}\n`;

describe('credentials known by their form', () => {
  it.each([
    [PEM, 'a private key'],
    [`{"private_key": "-----BEGIN PRIVATE KEY-----\\n${BODY}"}`, 'a private key'],
    ['AKIAABCDEFGHIJKLMNOP', 'an AWS access key'],
    [`ghp_${'a1'.repeat(18)}`, 'a GitHub token'],
    [`glpat-${'a1'.repeat(10)}`, 'a GitLab token'],
    [`eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.x`, 'a JSON web token'],
    ['postgres://shop:hunter2@db.shop:5432/shop', 'a password in a URL'],
    ['redis://:hunter2@cache', 'a password in a URL'],
  ])('%j holds %s', (text, what) => expect(knownCredential(text)).toBe(what));

  it.each([
    'AKIAIOSFODNN7EXAMPLE',
    '-----BEGIN CERTIFICATE-----\nMIIEvQIBADANBgkqhkiG9w0B',
    '-----BEGIN PRIVATE KEY-----',
    'https://example.com/a:b@c',
    'postgres://shop:$(PASSWORD)@db',
    'postgres://shop:${PASSWORD}@db',
    'postgres://user:password@db',
    'postgres://shop@db:5432',
    'http://[::1]:8080/',
    'ssh://git@example.com:22/x',
  ])('%j holds none', (text) => expect(knownCredential(text)).toBeUndefined());

  it.each([
    ['eyJ'.repeat(300_000)],
    ['://a:'.repeat(200_000)],
    ['-----BEGIN PRIVATE KEY-----'.repeat(40_000)],
    ['npm_'.repeat(250_000)],
  ])('takes no long time', (text) => {
    const started = performance.now();
    knownCredential(text);
    expect(performance.now() - started).toBeLessThan(2000);
  });
});

describe('names of credentials', () => {
  it.each([
    ['DB_PASSWORD', 'password'],
    ['PGPASSWORD', 'password'],
    ['redis-pass', 'password'],
    ['keyStorePassword2', 'password'],
    ['jwtSecret', 'secret'],
    ['AUTH_TOKEN', 'token'],
    ['authtoken', 'token'],
    ['API_KEY', 'key'],
    ['aws.secretAccessKey', 'key'],
    ['apikey', 'key'],
    ['k8svaultapikey', 'key'],
    ['SECRET_KEY_BASE', 'key'],
  ])('%s: %s', (name, kind) => expect(credentialNamed(name)?.kind).toBe(kind));

  it.each(['PWD', 'OLD_PWD', 'TOKEN_TTL', 'PASSWORD_FILE', 'SECRET_NAME', 'KEY', 'PUBLIC_KEY', 'KEYBOARD', 'tokenUrl'])(
    '%s is none',
    (name) => expect(credentialNamed(name)).toBeUndefined(),
  );
});

describe('a value under a name', () => {
  it.each([
    ['DB_PASSWORD', 'hunter2'],
    ['MYSQL_ROOT_PASSWORD', 'changeme'],
    ['DB_PASSWORD', '123456'],
    ['JWT_SECRET', 'supersecret'],
    ['API_KEY', 'a8F3kd92hs71'],
    ['CLIENT_SECRET', '6f1c2a34-0d21-4b7e-9a51-b0c1d2e3f405'],
    ['BOOTSTRAP_TOKEN', 'abcdef.0123456789abcdef'],
  ])('%s=%s is a credential', (name, value) => expect(literalSecret(name, value)?.isCertain).toBe(false));

  it.each([
    ['DB_PASSWORD', ''],
    ['ALLOW_EMPTY_PASSWORD', 'yes'],
    ['DB_PASSWORD', '$(OTHER)'],
    ['DB_PASSWORD', '{{ .Values.password }}'],
    ['DB_PASSWORD', '<your password>'],
    ['DB_PASSWORD', 'REPLACE_ME'],
    ['DB_PASSWORD', '/run/secrets/db'],
    ['DB_PASSWORD', 'vault://secret/db'],
    ['TLS_SECRET', 'ingress-nginx-admission'],
    ['PULL_SECRET', 'regcred'],
    ['TOKEN', 'bearer'],
    ['ACCESS_TOKEN', '/var/run/secrets/token'],
    ['API_KEY', 'projects/1/secrets/a'],
    ['PORT', '8080'],
  ])('%s=%s is none', (name, value) => expect(literalSecret(name, value)).toBeUndefined());
});

describe('texts', () => {
  const found = (text: string, isCode = false) =>
    textSecrets(text, isCode).map(({ line, name, what }) => `${line} ${name} ${what}`);

  it('are read line by line', () => {
    expect(found('a: 1\ndb.password=hunter2\n# password: old1\n"api_key": "a8F3kd92hs71",\n')).toEqual([
      '2 db.password a password',
      '4 api_key a key',
    ]);
    expect(found(`tls:\n  key: |\n    ${PEM}`)).toEqual(['3  a private key']);
  });

  it.each([
    ['password=hunter2', 'password'],
    ['[db]\npass = hunter2', 'pass'],
    ['db:\n  pwd: s3cretpw', 'pwd'],
    ['ConnectionStrings__Default=Server=db;User Id=sa;Password=hunter2;', 'Password'],
    ['jdbc.url=jdbc:mysql://db/shop?user=root&password=hunter2', 'password'],
    ['JAVA_OPTS="-Xmx1g -Djavax.net.ssl.keyStorePassword=hunter2"', 'javax.net.ssl.keyStorePassword'],
    ['export A=1; export DB_PASS=hunter2', 'DB_PASS'],
    ['{"db": {"user": "shop", "password": "hunter2"}}', 'password'],
    ['<db><password>hunter2</password></db>', 'password'],
    ['<property name="db.password" value="hunter2"/>', 'db.password'],
    ['port 6379\nrequirepass hunter2', 'requirepass'],
    ['- name: DB_PASSWORD\n  value: hunter2', 'DB_PASSWORD'],
    ['{\n"name": "DB_PASSWORD",\n"value": "hunter2"\n}', 'DB_PASSWORD'],
  ])('%j has one', (text, name) => {
    expect(textSecrets(text, false).map((each) => each.name)).toEqual([name]);
    expect(JSON.stringify(textSecrets(text, false))).not.toContain('hunter2');
  });

  it.each([
    'password=\npassword: ""\npassword: null',
    'password=${DB_PASSWORD}\npassword=$DB_PASSWORD\npassword={{ .Values.password }}\npassword=<password>',
    'passwordFile=/run/db\npassword=/run/secrets/db\npassword_hint = password of the directory',
    'jdbc.url=jdbc:mysql://db/shop?user=root&password=${PASSWORD}',
    'Server=db;User Id=sa;Password=%PASSWORD%;',
    '{"password": "", "secretName": "db", "token": "${TOKEN}"}',
    '<password>${db.password}</password>\n<password></password>',
    'tests:\n  pass: 12\n  fail: 0\npass: true\npwd: /srv/app\npwd = data',
    'requirepass ${PASSWORD}\nproxy_pass http://backend;\n# requirepass hunter2',
    '- name: DB_PASSWORD\n  valueFrom: {secretKeyRef: {name: db, key: password}}\n- name: PORT\n  value: "8080"',
    'curl -d "password=$PASSWORD" --cacert=/etc/ca.crt',
    'bearer_token_file: /var/run/token\nauthorization: {credentials_file: /x}',
    'password: |\n  x\npassword: >-\n  x\npassword: *other',
  ])('%j has none', (text) => expect(textSecrets(text, false)).toEqual([]));

  it.each([
    ['"password":'.repeat(50_000)],
    ['<password>'.repeat(50_000)],
    [`password${'=x;'.repeat(50_000)}`],
    [' '.repeat(200_000) + 'requirepass'],
    [('name="a" '.repeat(300) + 'password\n').repeat(60)],
  ])('takes no long time', (text) => {
    const started = performance.now();
    textSecrets(text, false);
    expect(performance.now() - started).toBeLessThan(2000);
  });

  it('of code count where the value is in quotes', () => {
    const code = 'password = get()\npassword=password\npassword = "hunter2"\nTOKEN=$(cat t)';
    expect(found(code, true)).toEqual(['3 password a password']);
    expect(found('export PGPASSWORD=$DB_PASSWORD\npassword: {{ x }}\nadmin_password = ${X}')).toEqual([]);
  });

  it('of any length take no long time', () => {
    const started = performance.now();
    for (const text of ['password: '.repeat(100_000), `${' '.repeat(900)}token\n`.repeat(1000), PEM.repeat(10_000)])
      textSecrets(text, false);
    expect(performance.now() - started).toBeLessThan(3000);
  });
});

describe('command lines', () => {
  const found = (...argumentsOf: string[]) =>
    argumentSecrets(argumentsOf).map(({ index, name, what }) => `${index} ${name} ${what}`);

  it.each([
    [['--password=hunter2'], ['0 --password a password']],
    [['-Ddb.password=hunter2'], ['0 -Ddb.password a password']],
    [['run', '--api-key', 'a8F3kd92hs71'], ['2 --api-key a key']],
    [['sh', '-c', 'export PGPASSWORD=hunter2; psql'], ['2 PGPASSWORD a password']],
    [['sh', '-c', 'mysql --password="hunter2" -h db'], ['2 --password a password']],
    [['--db=postgres://a:hunter2@db'], ['0  a password in a URL']],
  ])('%j', (argumentsOf, secrets) => expect(found(...argumentsOf)).toEqual(secrets));

  it.each([
    [['--password-file=/x', '--token=$(TOKEN)', '--secret-name=a', '--secret=shop/tls']],
    [['--password', '--verbose']],
    [['sh', '-c', 'TOKEN=$(cat /t) curl -H "Authorization: Bearer $TOKEN"']],
    [['--tls-private-key-file=/k', '--service-account-token', 'path/to']],
  ])('%j has none', (argumentsOf) => expect(found(...argumentsOf)).toEqual([]));
});
