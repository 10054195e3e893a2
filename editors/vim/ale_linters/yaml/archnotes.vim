call archnotes#define('yaml')
