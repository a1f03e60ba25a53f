/**
 * Answers to `GET /containers/json` in the form of the Docker Engine API 1.47 (ContainerList) and of Podman 5's compat API,
 * with the fields that engines send beside the ones read here.
 */
export const ids = {
  web: 'faeb6f02af06df748a0040476ba7c335fb8aaefd76f6ea14a76800faf0fa3910',
  db: 'e7e955d980309e253f725441669eb0e6eb2822d9e23e67b624ddd218aa7f5fb8',
  dns: '3ea752c1cce6a65b39af7f68c971186e020992514b663ab7a917f47da70450fa',
  redis: 'e8c29da1a2f6c4bb032304f7dfbc5a767e026092c4a2fcbc830e58565f972f54',
} as const;

const network = (address: string, gateway: string, six = '') => ({
  IPAMConfig: null,
  Links: null,
  Aliases: null,
  MacAddress: '02:42:ac:12:00:03',
  NetworkID: '7ea29fc1412292a2d7bba362f9253545fecdfa8ce9a6e37dd10ba8bee7129812',
  EndpointID: '2cdc4edb1ded3631c81f57966563e5c8525b81121bb3706a9a9a3ae102711f3f',
  Gateway: gateway,
  IPAddress: address,
  IPPrefixLen: 16,
  IPv6Gateway: '',
  GlobalIPv6Address: six,
  GlobalIPv6PrefixLen: six === '' ? 0 : 64,
  DNSNames: null,
});

export const dockerContainers = [
  {
    Id: ids.web,
    Names: ['/shop-web-1'],
    Image: 'nginx:1.27',
    ImageID: 'sha256:f32a97de94e13d29835a19851acd6cbc7979d1d50f703725541e44bb89a1ce91',
    Command: "/docker-entrypoint.sh nginx -g 'daemon off;'",
    Created: 1730000000,
    Ports: [
      { IP: '0.0.0.0', PrivatePort: 80, PublicPort: 8080, Type: 'tcp' },
      { IP: '::', PrivatePort: 80, PublicPort: 8080, Type: 'tcp' },
      { PrivatePort: 443, Type: 'tcp' },
    ],
    Labels: {
      'com.docker.compose.project': 'shop',
      'com.docker.compose.service': 'web',
      'com.docker.compose.container-number': '1',
      maintainer: 'NGINX Docker Maintainers <docker-maint@nginx.com>',
    },
    State: 'running',
    Status: 'Up 2 hours (healthy)',
    HostConfig: { NetworkMode: 'shop_default' },
    NetworkSettings: {
      Networks: {
        shop_default: network('172.18.0.3', '172.18.0.1'),
        shop_edge: network('172.19.0.2', '172.19.0.1', 'fd00:5::2'),
      },
    },
    Mounts: [],
  },
  {
    Id: ids.db,
    Names: ['/shop-web-1/db', '/shop-db-1'],
    Image: 'postgres:17-alpine',
    Created: 1730000100,
    Ports: [{ IP: '127.0.0.1', PrivatePort: 5432, PublicPort: 5432, Type: 'tcp' }],
    Labels: { 'com.docker.compose.project': 'shop', 'com.docker.compose.service': 'db' },
    State: 'running',
    HostConfig: { NetworkMode: 'shop_default' },
    NetworkSettings: { Networks: { shop_default: network('172.18.0.2', '172.18.0.1') } },
  },
  {
    Id: ids.dns,
    Names: ['/dns'],
    Image: 'coredns/coredns',
    Ports: [],
    Labels: {},
    State: 'running',
    HostConfig: { NetworkMode: 'host' },
    NetworkSettings: { Networks: { host: network('', '') } },
  },
];

export const podmanContainers = [
  {
    Id: ids.redis,
    Names: ['/redis'],
    Image: 'docker.io/library/redis:7',
    Command: 'redis-server',
    Created: 1730000200,
    Ports: [{ IP: '', PrivatePort: 6379, PublicPort: 16379, Type: 'tcp' }],
    Labels: null,
    State: 'running',
    Status: 'Up 3 minutes',
    NetworkSettings: { Networks: { podman: network('10.88.0.5', '10.88.0.1') } },
    Mounts: null,
    Name: '',
    Config: null,
    NetworkingConfig: null,
    Platform: null,
    DefaultReadOnlyNonRecursive: false,
  },
];
